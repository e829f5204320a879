# Reference values for tests/unit/test_regression.c and test_correlation.c, by stats and the package survey (4.1-1):
#   Rscript tests/oracle/relation.R      (in the source directory; writes relation.csv)
# Regressions are of design-data.csv; correlations of the numbers written with them.
suppressMessages(library(survey))
d <- read.csv("tests/oracle/design-data.csv")
d$type <- factor(d$type); d$area <- factor(d$area)
n <- nrow(d)
type.pop <- data.frame(type = c("clinic", "dental", "hospital"), Freq = c(1200, 900, 100))
area.pop <- data.frame(area = c("A", "B", "C", "D"), Freq = c(700, 640, 510, 350))
plain <- svydesign(ids = ~1, weights = ~I(rep(1, n)), data = d)
whole <- svydesign(ids = ~1, weights = ~I(rep(2200 / n, n)), fpc = ~I(rep(2200, n)), data = d)
designs <- list(
  plain = plain,
  whole = whole,
  strata = svydesign(ids = ~1, strata = ~stratum, weights = ~base, data = d),
  finite = svydesign(ids = ~1, strata = ~stratum, weights = ~base, fpc = ~size, data = d),
  post = postStratify(plain, ~type, type.pop),
  postfinite = postStratify(whole, ~type, type.pop),
  raked = rake(plain, list(~type, ~area), list(type.pop, area.pop), control = list(maxit = 500, epsilon = 1e-10)))
rows <- list()
put <- function(...) rows[[length(rows) + 1]] <<- paste(c(...), collapse = ",")
num <- function(x) sprintf("%.17g", x)
tight <- glm.control(epsilon = 1e-15, maxit = 100)
formulas <- list(type = yes ~ type, area = yes ~ area, both = yes ~ type + area)
for (f in names(formulas)) {
  g <- glm(formulas[[f]], family = binomial, data = d, control = tight)
  s <- coef(summary(g)); ci <- exp(confint.default(g))
  for (i in seq_len(nrow(s)))
    put("glm", f, i - 1, num(s[i, 1]), num(s[i, 2]), num(s[i, 4]), num(ci[i, 1]), num(ci[i, 2]))
  put("deviance", f, 0, num(deviance(g)), num(g$null.deviance), "NA", "NA", "NA")
}
for (name in names(designs))
  for (f in names(formulas)) {
    g <- svyglm(formulas[[f]], designs[[name]], family = quasibinomial, control = tight)
    s <- coef(summary(g)); t <- qt(.975, g$df.residual)
    for (i in seq_len(nrow(s)))
      put(name, f, i - 1, num(s[i, 1]), num(s[i, 2]), num(s[i, 4]), num(exp(s[i, 1] - t * s[i, 2])),
          num(exp(s[i, 1] + t * s[i, 2])))
    put("df", paste(name, f, sep = "."), 0, g$df.residual, "NA", "NA", "NA", "NA")
  }
# a part of a design keeps all of it
g <- svyglm(yes ~ type, subset(designs$raked, area != "C"), family = quasibinomial, control = tight)
s <- coef(summary(g)); t <- qt(.975, g$df.residual)
for (i in 1:3)
  put("part", "type", i - 1, num(s[i, 1]), num(s[i, 2]), num(s[i, 4]), num(exp(s[i, 1] - t * s[i, 2])),
      num(exp(s[i, 1] + t * s[i, 2])))
writeLines(c("design,terms,column,a,b,p,low,high", unlist(rows)), "tests/oracle/relation.csv")

# Correlations: x and y are in the file, blanks between them.
set.seed(47)
bonett <- function(r, n) tanh(atanh(r) + c(-1, 1) * qnorm(.975) * sqrt((1 + r^2 / 2) / (n - 3)))
pairs <- list()
for (size in c(4, 5, 6, 7, 8, 9, 10, 11, 15, 19, 25, 38, 47)) {
  x <- round(rnorm(size, 60, 8), 3)
  pairs[[length(pairs) + 1]] <- list(x = x, y = round(.1 * x * sample(c(-1, 1, 0), 1) + rnorm(size, 5, 1), 4))
  pairs[[length(pairs) + 1]] <- list(x = round(x, -1), y = sample(1:4, size, TRUE) + size * (seq_len(size) == 1))
}
pairs[[length(pairs) + 1]] <- list(x = 1:8, y = c(2, 4, 6, 8, 10, 12, 14, 17))
pairs[[length(pairs) + 1]] <- list(x = 1:12, y = 12:1 + c(.2, -.1))
out <- "n,pearson_r,pearson_t,pearson_p,pearson_low,pearson_high,spearman_r,spearman_s,spearman_p,spearman_low,spearman_high,x,y"
for (p in pairs) {
  size <- length(p$x)
  a <- cor.test(p$x, p$y); b <- suppressWarnings(cor.test(p$x, p$y, method = "spearman"))
  r <- unname(b$estimate)
  ci <- bonett(r, size)
  out <- c(out, paste(c(size, num(c(a$estimate, a$statistic, a$p.value, a$conf.int, r, b$statistic, b$p.value, ci)),
                        paste(num(p$x), collapse = " "), paste(num(p$y), collapse = " ")), collapse = ","))
}
writeLines(out, "tests/oracle/correlation.csv")
cat(length(rows), "regression rows,", 10 * length(pairs), "figures of correlations\n")
