# Reference values for tests/unit/test_areas.c:  Rscript tests/oracle/areas.R > tests/oracle/areas.csv
# Base R only.  Ranks: rank(ties.method = "min").  Empirical Bayes: the beta-binomial likelihood written out with
# lgamma, maximised by optim (BFGS with the analytic gradient, restarted until it stands still); posterior by qbeta.
# Funnel limits: qbinom, pbinom and dbinom as in Spiegelhalter (2005), A.1.1.  Curves: lm on qlogis, predict.lm.
options(digits = 17)
put <- function(...) cat(paste(c(...), collapse = ","), "\n", sep = "")
num <- function(v) sprintf("%.17g", v)

# --- ranks -----------------------------------------------------------------------------------------------------------
values <- list(c(832, 599, 925, 711, 832, 342, 1252), c(614, 614, 614, 607), c(5, 5, 5, 5), c(7),
               c(773, 773, 525, 1, 1, 1, 999, 998))
for (v in values) {
  put("values", v)
  put("greatest", rank(-v, ties.method = "min"))
  put("least", rank(v, ties.method = "min"))
}

# --- empirical Bayes -------------------------------------------------------------------------------------------------
fit <- function(x, n) {
  value <- function(p) {
    a <- exp(p[1]); b <- exp(p[2])
    -sum(lgamma(a + x) - lgamma(a) + lgamma(b + n - x) - lgamma(b) - lgamma(a + b + n) + lgamma(a + b))
  }
  slope <- function(p) {
    a <- exp(p[1]); b <- exp(p[2])
    all <- digamma(a + b) - digamma(a + b + n)
    -c(a * sum(digamma(a + x) - digamma(a) + all), b * sum(digamma(b + n - x) - digamma(b) + all))
  }
  at <- log(c(2, 2))
  for (i in 1:30) at <- optim(at, value, slope, method = "BFGS", control = list(reltol = 1e-16, maxit = 1000))$par
  # Two steps of Newton with a curvature by differences of the gradient take it to the last digits.
  for (i in 1:3) {
    h <- 1e-5
    curve <- cbind((slope(at + c(h, 0)) - slope(at - c(h, 0))) / (2 * h), (slope(at + c(0, h)) - slope(at - c(0, h))) / (2 * h))
    at <- at - solve(curve, slope(at))
  }
  list(a = exp(at[1]), b = exp(at[2]), value = -value(at))
}
set.seed(4)
simulated <- function(k, a, b, sizes) { n <- sample(sizes, k, TRUE); list(x = rbinom(k, n, rbeta(k, a, b)), n = n) }
areas <- list(list(x = c(12, 3, 25, 9, 40), n = c(40, 22, 30, 31, 55)),
              list(x = c(0, 2, 5, 1, 9, 0, 3), n = c(4, 10, 12, 7, 10, 3, 30)),
              simulated(47, 12, 8, 5:400), simulated(12, 3, 40, 20:900), simulated(30, 150, 100, 200:1200))
for (area in areas) {
  model <- fit(area$x, area$n)
  put("areas", paste(area$x, area$n, sep = "/"))
  put("beta", num(c(model$a, model$b, model$value)))
  for (i in c(1, 2, length(area$x))) {
    a <- model$a + area$x[i]; b <- model$b + area$n[i] - area$x[i]
    put("rate", i - 1, num(c(a / (a + b), qbeta(c(0.025, 0.975), a, b))))
  }
}

# --- funnel ----------------------------------------------------------------------------------------------------------
limit <- function(p0, n, tail) {
  r <- qbinom(tail, n, p0)
  below <- if (r > 0) pbinom(r - 1, n, p0) else 0
  min(1, max(0, (r - (pbinom(r, n, p0) - tail) / dbinom(r, n, p0)) / n))
}
for (case in list(c(0.598, 1), c(0.598, 8), c(0.598, 240), c(0.598, 2600), c(0.02, 30), c(0.02, 5188), c(0.97, 61)))
  put("funnel", num(case[1]), case[2],
      num(sapply(c(0.025, 0.975, 0.001, 0.999), function(tail) limit(case[1], case[2], tail))))

# --- curves ----------------------------------------------------------------------------------------------------------
curves <- list(list(t = c(0, 133), y = c(0.193, 0.31), w = c(1, 1), at = 313),
               list(t = c(0, 31, 59, 90, 120), y = c(0.046, 0.0499, 0.0547, 0.0656, 0.0773), w = rep(1, 5), at = 240),
               list(t = c(0, 31, 59, 90, 120, 151), y = c(0.21, 0.25, 0.28, 0.4, 0.37, 0.5),
                    w = c(100, 220, 180, 90, 400, 310), at = 200, wt = 250))
for (curve in curves) {
  model <- lm(qlogis(y) ~ t, weights = w, data = curve)
  wt <- if (is.null(curve$wt)) 1 else curve$wt
  put("curve", curve$at, wt, paste(curve$t, curve$y, curve$w, sep = "/"))
  put("coefficients", num(coef(model)))
  if (length(curve$t) > 2)
    put("value", num(plogis(predict(model, data.frame(t = curve$at), interval = "prediction", weights = wt))))
  else
    put("value", num(plogis(predict(model, data.frame(t = curve$at)))), NA, NA)
}
