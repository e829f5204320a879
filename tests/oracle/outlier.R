# Reference fences for tests/unit/test_outlier.c:  Rscript tests/oracle/outlier.R > tests/oracle/outlier.csv
# Quartile editing (Hidiroglou & Berthelot 1986) on log(1 + x), or on x where some x are negative; the low fence goes down to
# the lowest value that one in twenty gave, and three at least.  Base R only.
set.seed(1986)
fence <- function(x, C) {
  logarithm <- min(x) >= 0
  y <- if (logarithm) log1p(x) else x
  back <- if (logarithm) expm1 else identity
  q <- quantile(y, c(0.25, 0.5, 0.75), type = 7, names = FALSE)
  d <- if (logarithm) 0.5 else 0.05 * abs(q[2])
  times <- table(x)
  common <- as.numeric(names(times)[times >= 3 & times >= length(x) / 20])
  low <- min(back(q[2] - C * max(q[2] - q[1], d)), common)
  c(low, back(c(q[2] + C * max(q[3] - q[2], d), q[1], q[3])))
}
samples <- list(rep(1, 20), 1:20, round(exp(rnorm(201, 4, 1))), rpois(1000, 3), round(rnorm(50, -3, 20), 2),
                round(rexp(37, 1 / 5), 6), c(rep(0, 90), 1:9), c(-1, rep(100, 40)),
                c(rep(0, 3), rep(40, 57)), c(rep(0, 3), rep(40, 58)), c(rep(0, 2), 1, rep(40, 25)), c(-9, rep(-5, 4), rep(60, 30)))
cat("factor,low,high,q1,q3,values\n")
for (x in samples)
  for (C in c(1, 4, 10)) {
    at <- fence(x, C)
    cat(sprintf("%g,%.15g,%.15g,%.15g,%.15g,%s\n", C, at[1], at[2], at[3], at[4],
                paste(format(x, digits = 15, trim = TRUE, scientific = FALSE), collapse = " ")))
  }
