# Reference values for tests/unit/test_agreement.c: Cohen's kappa, runs of a series, modes.
#     Rscript tests/oracle/agreement.R > tests/oracle/agreement.csv
# Base R only: kappa from the table of both raters (Cohen 1960: (po - pe) / (1 - pe)), runs from rle of the signs of diff, modes
# from table.  A line: name, numbers given, numbers expected (NA: not defined).
emit <- function(name, given, expected)
  cat(name, ",", paste(sprintf("%.17g", given), collapse = " "), ",", paste(sprintf("%.17g", expected), collapse = " "), "\n", sep = "")
set.seed(1960)

# --- kappa: the first rater's categories, then the second's; observed, expected, kappa
kappa <- function(a, b) {
  levels <- sort(unique(c(a, b)))
  t <- table(factor(a, levels), factor(b, levels)) / length(a)
  po <- sum(diag(t)); pe <- sum(rowSums(t) * colSums(t))
  value <- if (isTRUE(all.equal(pe, 1, tolerance = 1e-12))) NA else (po - pe) / (1 - pe)
  c(po, pe, if (!is.na(value) && abs(value) < 1e-12) 0 else value)
}
for (case in 1:25) {
  n <- sample(c(1:6, 20, 100, 240), 1); k <- sample(1:7, 1)
  a <- sample(k, n, TRUE, prob = (1:k)^sample(0:3, 1)); b <- ifelse(runif(n) < runif(1), a, sample(9, n, TRUE))
  emit("kappa", c(a, b), kappa(a, b))
}
emit("kappa", c(3, 3, 3, 3), kappa(c(3, 3), c(3, 3)))
emit("kappa", c(1, 1, 1, 2, 2, 2), kappa(c(1, 1, 1), c(2, 2, 2)))

# --- runs: value (NA: not known) and whether it follows the one before, by turns; from, to (0-based), direction of each
runs <- function(value, follows) {
  step <- c(0, sign(diff(value))); step[is.na(step) | !follows] <- 0; step[1] <- 0
  r <- rle(step); end <- cumsum(r$lengths); begin <- end - r$lengths
  unlist(lapply(which(r$values != 0), function(i) c(begin[i] - 1, end[i] - 1, r$values[i])))
}
usage <- c(614, 599, 571, 546, 525, 499, 480, 471, 460, 429, 429, 455) # falls for nine months, stands, rises
for (case in 1:40) {
  n <- sample(2:40, 1); value <- sample(sample(2:9, 1) * 10, n, TRUE); follows <- runif(n) > .1
  value[runif(n) < .08] <- NA; follows[1] <- TRUE
  if (case == 1) { value <- usage; follows <- rep(TRUE, length(usage)) }
  found <- runs(value, follows)
  emit("runs", as.vector(rbind(value, follows)), c(length(found) / 3, found))
}

# --- modes: numbers; the most frequent ones, ascending; none where every one of several stands alone
modes <- function(x) { t <- table(x); if (max(t) == 1 && length(x) > 1) numeric() else as.numeric(names(t)[t == max(t)]) }
for (case in 1:30) {
  x <- sample(sample(c(3, 10, 60), 1), sample(1:60, 1), TRUE)
  emit("modes", x, c(length(modes(x)), sort(modes(x)), quantile(x, c(.25, .5, .75), type = 7, names = FALSE)))
}
