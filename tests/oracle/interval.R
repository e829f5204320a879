# Reference limits for tests/unit/test_interval.c, in percent:  Rscript tests/oracle/interval.R > tests/oracle/interval.csv
# wilson: prop.test without continuity correction; exact: binom.test; logit: the normal interval on the log odds,
# with the exact one-sided bound at 0 and n.  Base R only.
limits <- function(method, x, n, level) {
  if (method == "wilson")
    suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE))$conf.int
  else if (method == "exact")
    binom.test(x, n, conf.level = level)$conf.int
  else if (x == 0)
    c(0, binom.test(x, n, conf.level = level, alternative = "less")$conf.int[2])
  else if (x == n)
    c(binom.test(x, n, conf.level = level, alternative = "greater")$conf.int[1], 1)
  else
    plogis(qlogis(x / n) + c(-1, 1) * qnorm(1 - (1 - level) / 2) * sqrt(1 / x + 1 / (n - x)))
}
cases <- list(c(0, 1), c(1, 1), c(0, 7), c(3, 7), c(7, 7), c(1, 30), c(15, 30), c(29, 30), c(181, 246),
              c(2554, 5188), c(99, 5188), c(5188, 8672), c(8671, 8672), c(600000, 1000000), c(3, 1000000))
cat("method,count,n,level,low,high\n")
for (method in c("wilson", "exact", "logit"))
  for (case in cases)
    for (level in c(0.90, 0.95, 0.99)) {
      at <- 100 * limits(method, case[1], case[2], level)
      cat(sprintf("%s,%d,%d,%.2f,%.15g,%.15g\n", method, case[1], case[2], level, at[1], at[2]))
    }
