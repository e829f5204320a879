# Reference values for engine/waves: differences of figures (independent, part against rest, interim against final; with counts
# known or known as a range) and Kitagawa's decomposition.  Rscript tests/oracle/waves.R > tests/oracle/waves.csv
options(digits = 17)
wilson <- function(x, n, level) {
  z <- qnorm(1 - (1 - level) / 2); p <- x / n
  centre <- p + z^2 / (2 * n); half <- z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2))
  c(centre - half, centre + half) / (1 + z^2 / n)
}
newcombe <- function(x1, n1, x2, n2, level) { # second minus first
  p1 <- x1 / n1; p2 <- x2 / n2; w1 <- wilson(x1, n1, level); w2 <- wilson(x2, n2, level); d <- p2 - p1
  c(d - sqrt((p2 - w2[1])^2 + (w1[2] - p1)^2), d + sqrt((w2[2] - p2)^2 + (p1 - w1[1])^2))
}
ztest <- function(x1, n1, x2, n2) suppressWarnings(prop.test(c(x1, x2), c(n1, n2), correct = FALSE))$p.value
# first low, first high, n, second low, second high, n, level: points, low, high, p
corners <- function(relation, a, an, b, bn, level) {
  lows <- highs <- ps <- points <- c()
  for (x in unique(a)) for (y in unique(b)) {
    if (relation == "independent") {
      i <- newcombe(x, an, y, bn, level); p <- ztest(x, an, y, bn); d <- y / bn - x / an
    } else { # the first is part of the second
      r <- y - x; rn <- bn - an
      if (r < 0 || r > rn) next
      i <- newcombe(r, rn, x, an, level); p <- ztest(r, rn, x, an); d <- x / an - r / rn # part minus rest
      if (relation == "interim") { f <- 1 - an / bn; d <- -f * d; i <- -f * rev(i) }
    }
    lows <- c(lows, i[1]); highs <- c(highs, i[2]); ps <- c(ps, p); points <- c(points, d)
  }
  p <- if (min(points) < 0 && max(points) > 0) 1 else max(ps)
  100 * c(mean(range(points)), min(lows), max(highs), p / 100)
}
line <- function(name, given, expected) {
  words <- function(x) paste(formatC(x, digits = 17, format = "g", width = 1), collapse = " ")
  cat(name, ",", words(given), ",", words(expected), "\n", sep = "")
}
cases <- list(
  list("independent", c(5493, 5493), 10026, c(5188, 5188), 8672), list("independent", c(5188, 5188), 8672, c(8929, 8929), 12735),
  list("independent", c(124, 124), 187, c(90, 90), 117), list("independent", c(6, 6), 187, c(1, 1), 117),
  list("independent", c(488, 500), 1235, c(5493, 5493), 8437), list("independent", c(191, 193), 270, c(53, 53), 82),
  list("independent", c(40, 60), 100, c(50, 55), 100), list("independent", c(0, 0), 12, c(7, 7), 30),
  list("part", c(184, 185), 246, c(8929, 8929), 12735), list("part", c(196, 196), 332, c(5188, 5188), 8672),
  list("part", c(66, 66), 196, c(1321, 1321), 5188), list("part", c(3, 3), 9, c(40, 42), 77),
  list("interim", c(3929, 3929), 6062, c(5493, 5493), 8437), list("interim", c(2707, 2707), 3929, c(4117, 4117), 5493),
  list("interim", c(7119, 7220), 10242, c(8929, 8929), 12735), list("interim", c(20, 20), 1907, c(102, 102), 8672))
for (k in cases) for (level in c(0.95, 0.99)) {
  r <- corners(k[[1]], k[[2]], k[[3]], k[[4]], k[[5]], level)
  line(k[[1]], c(k[[2]], k[[3]], k[[4]], k[[5]], level), r)
}
# decomposition: by group count, n, count, n of the two waves: total, rate, composition, joined
set.seed(1955)
decompose <- function(g) {
  both <- g$n1 > 0 & g$n2 > 0; h <- g[both, ]
  w1 <- h$n1 / sum(h$n1); w2 <- h$n2 / sum(h$n2); r1 <- h$x1 / h$n1; r2 <- h$x2 / h$n2
  all1 <- sum(g$x1) / sum(g$n1); all2 <- sum(g$x2) / sum(g$n2); c1 <- sum(h$x1) / sum(h$n1); c2 <- sum(h$x2) / sum(h$n2)
  100 * c(all2 - all1, sum((w1 + w2) / 2 * (r2 - r1)), sum((r1 + r2) / 2 * (w2 - w1)), (all2 - c2) - (all1 - c1))
}
for (i in 1:12) {
  k <- sample(2:9, 1); n1 <- sample(0:400, k); n2 <- sample(0:400, k)
  if (i %% 3 == 0) { n1[1] <- 0; n2[k] <- 0 }
  n1[2] <- n1[2] + 1; n2[2] <- n2[2] + 1
  g <- data.frame(n1, n2, x1 = rbinom(k, n1, 0.4), x2 = rbinom(k, n2, 0.6)); if (i %% 3 == 0 && k == 2) next
  r <- decompose(g)
  line("decomposition", as.vector(t(as.matrix(g[, c("x1", "n1", "x2", "n2")]))), r)
}
