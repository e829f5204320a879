# Reference values of contingency.h and multiresponse.h for tests/unit/test_contingency.c:
#     Rscript tests/oracle/contingency.R > tests/oracle/contingency.csv
# Lines as in statistics.R.  Tables are given as rows, columns, then the counts by rows.
suppressPackageStartupMessages(library(survey))
options(warn = -1)
emit <- function(name, given, expected)
  cat(name, ",", paste(sprintf("%.17g", given), collapse = " "), ",", paste(sprintf("%.17g", expected), collapse = " "), "\n", sep = "")
flat <- function(m) c(dim(m), as.vector(t(m)))
tables <- list(
  matrix(c(3, 1, 1, 3), 2), matrix(c(10, 2, 3, 15), 2), matrix(c(0, 7, 9, 4), 2), matrix(c(5, 0, 0, 6), 2),
  matrix(c(120, 80, 95, 131), 2), matrix(c(371, 211, 3120, 3096), 2), matrix(c(12, 0, 30, 41), 2), matrix(c(1, 9, 11, 3), 2),
  matrix(c(2, 3, 1, 4, 0, 5), 2), matrix(c(6, 2, 1, 3, 5, 4, 0, 2, 7), 3), matrix(c(4, 1, 0, 0, 3, 2, 1, 5, 0, 0, 2, 2), 4),
  matrix(c(1, 2, 1, 0, 3, 3, 6, 1, 10, 10, 14, 9, 6, 7, 12, 11), 4), # job satisfaction, Agresti (2002), table 2.8
  matrix(c(30, 12, 8, 22, 25, 14), 3), matrix(c(379, 1169, 6884, 240, 35, 120, 350, 77), 4),
  matrix(c(5, 0, 3, 0, 0, 0, 2, 0, 6), 3)) # a row and a column without a return
for (m in tables) {
  k <- m[rowSums(m) > 0, colSums(m) > 0, drop = FALSE]
  r <- chisq.test(k, correct = FALSE)
  E <- r$expected
  v <- sqrt(unname(r$statistic) / (sum(k) * (min(dim(k)) - 1)))
  sparse <- min(E) < 1 || mean(E < 5) > 0.2
  emit("pearson", flat(m), c(r$statistic, r$parameter, r$p.value, v, min(E), sparse))
  g <- 2 * sum(ifelse(k > 0, k * log(k / E), 0))
  emit("g", flat(m), c(g, r$parameter, pchisq(g, r$parameter, lower.tail = FALSE), v))
  if (sum(k) < 400 || all(dim(k) == 2)) emit("exact", flat(m), fisher.test(k, workspace = 2e7)$p.value)
}
# Several answers by a grouping: given groups, options, the n of the groups, then `both` of every group; expected X2, df, p by the
# first order, statistic, df and p by the second, then X2 and p of every option.  Correlations of the ticks from `survey`.
several <- function(y, g) {
  groups <- sort(unique(g)); k <- ncol(y)
  both <- unlist(lapply(groups, function(i) as.vector(crossprod(y[g == i, , drop = FALSE]))))
  each <- lapply(1:k, function(j) chisq.test(table(factor(y[, j], 0:1), g), correct = FALSE))
  x2 <- sum(sapply(each, function(r) unname(r$statistic)))
  d <- svydesign(ids = ~1, weights = ~1, data = data.frame(y))
  R <- cov2cor(as.matrix(vcov(svymean(as.formula(paste("~", paste(colnames(y), collapse = "+"))), d))))
  lambda <- rep(eigen(R, symmetric = TRUE)$values, length(groups) - 1)
  df <- (length(groups) - 1) * k
  stopifnot(all.equal(sum(lambda), df))
  s2 <- x2 * sum(lambda) / sum(lambda^2); df2 <- sum(lambda)^2 / sum(lambda^2)
  emit("several", c(length(groups), k, as.vector(table(g)), both),
       c(x2, df, pchisq(x2, df, lower.tail = FALSE), s2, df2, pchisq(s2, df2, lower.tail = FALSE),
         as.vector(sapply(each, function(r) c(r$statistic, r$p.value)))))
}
set.seed(20240131)
for (case in list(list(c(60, 80), 3, 0.2), list(c(371, 1200, 500), 9, 0.5), list(c(30, 31, 45, 200, 33), 5, 0), list(c(90, 40), 1, 0.3),
                  list(c(600, 700, 80), 6, 0.8), list(c(50, 50, 50, 50), 4, 0.4))) {
  n <- sum(case[[1]]); k <- case[[2]]
  z <- matrix(rnorm(n * k), n) * sqrt(1 - case[[3]]) + rnorm(n) * sqrt(case[[3]])
  y <- 1 * sweep(z, 2, qnorm(seq(0.08, 0.7, length.out = k)), "<")
  colnames(y) <- paste0("o", 1:k)
  several(y, rep(seq_along(case[[1]]), case[[1]]))
}
