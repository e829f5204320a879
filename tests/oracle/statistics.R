# Reference values of engine/statistics for tests/unit/test_statistics.c:
#     Rscript tests/oracle/statistics.R > tests/oracle/statistics.csv
# One case a line: name, numbers given, numbers expected (NA: not defined).  Base R only; what base R lacks is written out from
# the paper that the header names.  Intervals and differences in percent and points, as in the headers.
emit <- function(name, given, expected)
  cat(name, ",", paste(sprintf("%.17g", given), collapse = " "), ",", paste(sprintf("%.17g", expected), collapse = " "), "\n", sep = "")

# --- distributions: lower and upper tail
for (z in c(-8, -1.5, 0, 0.3, 1.959963984540054, 6, 12)) emit("normal", z, c(pnorm(z), pnorm(z, lower.tail = FALSE)))
for (case in list(c(0.2, 1), c(-2.5, 3), c(2.0, 4.5), c(12, 10), c(1.97, 200), c(40, 2), c(-6, 1e5), c(1e-5, 7)))
  emit("t", case, c(pt(case[1], case[2]), pt(case[1], case[2], lower.tail = FALSE)))
for (case in list(c(0.004, 1), c(3.84, 1), c(11.07, 5), c(75.2, 40.7), c(300, 100), c(5, 0.4), c(2000, 12)))
  emit("chi2", case, c(pchisq(case[1], case[2]), pchisq(case[1], case[2], lower.tail = FALSE)))
for (case in list(c(0.1, 1, 10), c(4.96, 1, 10), c(2.3, 3.5, 81.2), c(30, 5, 5), c(1.02, 400, 900), c(55, 2, 5000)))
  emit("f", case, c(pf(case[1], case[2], case[3]), pf(case[1], case[2], case[3], lower.tail = FALSE)))
for (case in list(c(0.5, 2, 3), c(1e-4, 0.5, 10), c(0.999, 30, 0.5), c(0.6, 5189, 3484), c(0.02, 1, 130)))
  emit("beta", case, c(pbeta(case[1], case[2], case[3]), pbeta(case[1], case[2], case[3], lower.tail = FALSE)))

# --- quantiles: of the same probability in the lower and in the upper tail.  R's own qf and qbeta stop at 9 to 10 digits in
# far tails, so one step of Newton with R's own pf and pbeta is put after them.
polish <- function(q, p, cdf, density) q - (cdf(q) - p) / density(q)
qf_both <- function(p, a, b) c(polish(qf(p, a, b), p, function(q) pf(q, a, b), function(q) df(q, a, b)),
  polish(qf(p, a, b, lower.tail = FALSE), p, function(q) pf(q, a, b, lower.tail = FALSE), function(q) -df(q, a, b)))
qbeta_both <- function(p, a, b) c(polish(qbeta(p, a, b), p, function(q) pbeta(q, a, b), function(q) dbeta(q, a, b)),
  polish(qbeta(p, a, b, lower.tail = FALSE), p, function(q) pbeta(q, a, b, lower.tail = FALSE), function(q) -dbeta(q, a, b)))
for (p in c(1e-12, 0.001, 0.025, 0.4, 0.9)) {
  emit("normal_quantile", p, c(qnorm(p), qnorm(p, lower.tail = FALSE)))
  for (df in c(1, 4.5, 30, 5000)) emit("t_quantile", c(p, df), c(qt(p, df), qt(p, df, lower.tail = FALSE)))
  for (df in c(1, 7.3, 250)) emit("chi2_quantile", c(p, df), c(qchisq(p, df), qchisq(p, df, lower.tail = FALSE)))
  for (df in list(c(1, 6), c(3.5, 81.2), c(40, 8))) emit("f_quantile", c(p, df), qf_both(p, df[1], df[2]))
  for (ab in list(c(2, 3), c(0.5, 20), c(5189, 3484)))
    emit("beta_quantile", c(p, ab), qbeta_both(p, ab[1], ab[2]))
}

# --- discrete: density, P(X <= x), P(X >= x)
for (case in list(c(0, 7, 0.3), c(7, 7, 0.3), c(3, 7, 0.3), c(5188, 8672, 0.6), c(5500, 8672, 0.6), c(4500, 8672, 0.6),
                  c(30, 1e7, 1e-5), c(2, 40, 0.97), c(0, 12, 0), c(12, 12, 1)))
  emit("binomial", case, c(dbinom(case[1], case[2], case[3]), pbinom(case[1], case[2], case[3]),
                           pbinom(case[1] - 1, case[2], case[3], lower.tail = FALSE)))
for (case in list(c(3, 10, 7, 8), c(1, 10, 7, 8), c(8, 10, 7, 8), c(0, 5, 5, 4), c(371, 5188, 3484, 582), c(300, 5188, 3484, 582),
                  c(420, 5188, 3484, 582), c(600300, 6e6, 4e6, 1e6), c(4, 4, 0, 4), c(17, 40, 30, 40)))
  emit("hypergeometric", case, c(dhyper(case[1], case[2], case[3], case[4]), phyper(case[1], case[2], case[3], case[4]),
                                 phyper(case[1] - 1, case[2], case[3], case[4], lower.tail = FALSE)))

# --- intervals beyond tests/oracle/interval.csv
wilson <- function(p, n, level) {
  z <- qnorm(1 - (1 - level) / 2)
  (p + z^2 / (2 * n) + c(-1, 1) * z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2))) / (1 + z^2 / n)
}
logit <- function(p, n, level) {
  if (p == 0) return(c(0, 1 - (1 - level)^(1 / n)))
  if (p == 1) return(c((1 - level)^(1 / n), 1))
  plogis(qlogis(p) + c(-1, 1) * qnorm(1 - (1 - level) / 2) / sqrt(n * p * (1 - p)))
}
agresti_coull <- function(p, n, level) {
  z <- qnorm(1 - (1 - level) / 2)
  m <- n + z^2
  q <- (p * n + z^2 / 2) / m
  pmin(1, pmax(0, q + c(-1, 1) * z * sqrt(q * (1 - q) / m)))
}
clopper_pearson <- function(p, n, level)
  c(if (p > 0) qbeta((1 - level) / 2, p * n, n - p * n + 1) else 0, if (p < 1) qbeta(1 - (1 - level) / 2, p * n + 1, n - p * n) else 1)
exact_finite <- function(x, n, N, level) { # every possible population is tried
  K <- x:(N - n + x)
  tenable <- pmin(phyper(x, K, N - K, n), phyper(x - 1, K, N - K, n, lower.tail = FALSE)) > (1 - level) / 2
  range(K[tenable]) / N
}
ends <- function(at, p) c(if (p == 0) 0 else at[1], if (p == 1) 1 else at[2])
methods <- list(wilson, clopper_pearson, logit, agresti_coull) # in the order of enum interval_method
for (case in list(c(3, 7), c(0, 30), c(30, 30), c(181, 246), c(5188, 8672)))
  emit("agresti_coull", c(case, 0.95), 100 * ends(agresti_coull(case[1] / case[2], case[2], 0.95), case[1] / case[2]))
for (case in list(c(0.5, 10.5), c(0.123, 87.25), c(0, 33.3), c(1, 12.75), c(0.598, 5120.9)))
  for (m in 1:4) emit("effective", c(m - 1, case, 0.95), 100 * ends(methods[[m]](case[1], case[2], 0.95), case[1]))
for (case in list(c(3, 7, 20), c(0, 12, 40), c(12, 12, 40), c(181, 246, 417), c(5, 19, 19), c(1, 18, 19), c(5188, 8672, 55357)))
  for (m in 1:4) {
    p <- case[1] / case[2]; N <- case[3]; n <- case[2]
    at <- if (n == N) c(p, p) else if (m == 2) exact_finite(case[1], n, N, 0.9) else
      ends(methods[[m]](p, n * (N - 1) / (N - n), 0.9), p)
    emit("finite", c(m - 1, case, 0.9), 100 * c(max(at[1], case[1] / N), min(at[2], 1 - (n - case[1]) / N)))
  }

# --- two proportions: points, low, high, z, p
newcombe <- function(p1, n1, p2, n2, level) {
  a <- wilson(p1, n1, level); b <- wilson(p2, n2, level); d <- p2 - p1
  c(d, d - sqrt((p2 - b[1])^2 + (a[2] - p1)^2), d + sqrt((b[2] - p2)^2 + (p1 - a[1])^2))
}
pooled <- function(p1, n1, p2, n2) {
  p <- (p1 * n1 + p2 * n2) / (n1 + n2)
  z <- (p2 - p1) / sqrt(p * (1 - p) * (1 / n1 + 1 / n2))
  if (is.nan(z)) c(NA, NA) else c(z, 2 * pnorm(-abs(z)))
}
independent <- function(x1, n1, x2, n2, level) {
  test <- pooled(x1 / n1, n1, x2 / n2, n2)
  if (!is.na(test[1])) { # R's own word on it
    r <- suppressWarnings(prop.test(c(x1, x2), c(n1, n2), correct = FALSE))
    stopifnot(all.equal(unname(r$statistic), test[1]^2, tolerance = 1e-9))
    test[2] <- r$p.value
  }
  c(100 * newcombe(x1 / n1, n1, x2 / n2, n2, level), test)
}
for (case in list(c(56, 70, 48, 80), c(9, 10, 3, 10), c(0, 10, 0, 20), c(10, 10, 0, 20), c(10, 10, 20, 20), c(5188, 8672, 181, 246),
                  c(3, 9, 30, 90), c(721, 990, 5188, 8672), c(2, 4000, 9, 4100)))
  for (level in c(0.95, 0.99)) emit("independent", c(case, level), independent(case[1], case[2], case[3], case[4], level))
for (case in list(c(0.6, 812.25, 0.553, 97.5), c(0, 44.4, 0.021, 210.7), c(1, 30.5, 1, 61.5)))
  emit("effective_difference", c(case, 0.95), c(100 * newcombe(case[1], case[2], case[3], case[4], 0.95), pooled(case[1], case[2], case[3], case[4])))
for (case in list(c(181, 246, 5188, 8672), c(371, 582, 5188, 8672), c(5, 7, 6, 9), c(0, 12, 40, 80))) {
  x <- case[1]; n <- case[2]; X <- case[3]; N <- case[4]
  rest <- independent(X - x, N - n, x, n, 0.95)
  emit("part", c(case, 0.95), c(rest, (1 - n / N) * rest[1:3], 100 * (x / n - X / N)))
}
paired <- function(e, f, g, h, level) {
  n <- e + f + g + h; p1 <- (e + f) / n; p2 <- (e + g) / n
  a <- wilson(p1, n, level); b <- wilson(p2, n, level)
  A <- (e + f) * (g + h) * (e + g) * (f + h); B <- e * h - f * g
  C <- if (B > n / 2) B - n / 2 else if (B >= 0) 0 else B
  phi <- if (A == 0) 0 else C / sqrt(A)
  reach <- function(u, v) sqrt(u^2 - 2 * phi * u * v + v^2)
  100 * c(p2 - p1, p2 - p1 - reach(p2 - b[1], a[2] - p1), p2 - p1 + reach(b[2] - p2, p1 - a[1]))
}
for (case in list(c(20, 12, 2, 16), c(0, 0, 5, 30), c(14, 1, 1, 4), c(60, 30, 30, 126), c(3, 8, 6, 1), c(10, 0, 0, 9), c(30, 0, 0, 0),
                  c(4000, 320, 377, 3000))) {
  f <- case[2]; g <- case[3]
  p <- if (f + g == 0) c(NA, NA) else c(binom.test(f, f + g)$p.value, min(1, 2 * pbinom(min(f, g), f + g, 0.5) - dbinom(f, f + g, 0.5)))
  emit("paired", c(case, 0.95), c(paired(case[1], f, g, case[4], 0.95), p))
}

# --- trends.  prop.trend.test gives z^2; its sign and the slope by the regression it is made of
armitage <- function(x, n, s) {
  r <- prop.trend.test(x, n, s)
  slope <- unname(coef(lm(x / n ~ s, weights = n))[2])
  c(sign(slope) * sqrt(unname(r$statistic)), r$p.value, 100 * slope)
}
for (case in list(list(c(13, 10, 9, 5), c(150, 100, 90, 70), c(0, 1, 2, 3)), list(c(5, 9, 21), c(30, 31, 29), c(0, 1, 2)),
                  list(c(548, 598, 701), c(1000, 1000, 1000), c(0, 4, 11)), list(c(100, 90), c(200, 400), c(1, 2)),
                  list(c(55, 56, 54, 57), c(90, 91, 93, 99), c(0, 0.5, 2, 8))))
  emit("armitage", c(length(case[[1]]), unlist(case)), armitage(case[[1]], case[[2]], case[[3]]))
kendall <- function(v) {
  n <- length(v); s <- 0
  for (i in 1:(n - 1)) for (j in (i + 1):n) s <- s + sign(v[j] - v[i])
  t <- as.vector(table(v)); pairs <- n * (n - 1) / 2
  variance <- (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5))) / 18
  exact <- all(t == 1) && n < 50
  tau <- s / sqrt(pairs * (pairs - sum(t * (t - 1) / 2)))
  r <- cor.test(seq_len(n), v, method = "kendall", exact = exact, continuity = TRUE)
  stopifnot(all.equal(unname(r$estimate), tau))
  c(s, tau, variance, r$p.value)
}
sen <- function(v, at, level) {
  n <- length(v); slopes <- c()
  for (i in 1:(n - 1)) for (j in (i + 1):n) slopes <- c(slopes, (v[j] - v[i]) / (at[j] - at[i]))
  slopes <- sort(slopes); N <- length(slopes); reach <- qnorm(1 - (1 - level) / 2) * sqrt(kendall(v)[3])
  rank <- function(r) { r <- min(max(r, 1), N); slopes[floor(r)] + (r - floor(r)) * (slopes[min(floor(r) + 1, N)] - slopes[floor(r)]) }
  b <- median(slopes)
  c(b, rank((N - reach) / 2), rank((N + reach) / 2 + 1), median(v - b * at))
}
set.seed(20231001)
series <- list(c(6.30, 6.05, 5.60, 5.00, 4.70, 4.54, 4.50, 4.49, 4.40, 4.29), c(1, 3, 2, 4), c(5, 3, 3, 4, 2, 2, 2, 1), 1:12,
               round(rnorm(60) + (1:60) / 40, 2), rnorm(55), c(2, 1), rnorm(49))
for (v in series) {
  suppressWarnings(emit("kendall", v, kendall(v)))
  suppressWarnings(emit("sen", c(v, seq_along(v)^1.5), sen(v, seq_along(v)^1.5, 0.95)))
}

# --- adjusted p values, in the order of enum adjust_method
p <- list(c(0.01, 0.02, 0.03, 0.04, 0.05), c(0.04, 0.001, 0.2, 0.04, 0.9, 0.012), c(0.5), c(1e-12, 0.3, 1e-9, 0.02, NA, 0.77, 0.6),
          c(0.049, 0.051, 0.8))
for (case in p)
  for (m in 1:4) emit("adjust", c(m - 1, case), p.adjust(case, c("none", "bonferroni", "holm", "BH")[m]))
