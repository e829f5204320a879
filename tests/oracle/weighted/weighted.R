# Reference for compare and rank with weights, by R's `survey`; writes 1.csv, 2.csv (the returns) and expected.csv.
# Rscript weighted.R, in this folder.  Lines: case,concept,group,wave or difference,name,value
suppressMessages(library(survey))
options(digits = 17)
set.seed(20261122)
draw <- function(n, tilt) {
  d <- data.frame(No = seq_len(n), sort = sample(c("small", "large", "odd"), n, TRUE, c(.5, .3, .2)),
                  area = sample(c("n", "e", "s", "w"), n, TRUE, c(.3, .3, .25, .15)))
  p <- plogis(tilt + (d$sort == "large") * .8 - (d$area == "w") * .6)
  d$hit <- ifelse(runif(n) < .04, "", ifelse(runif(n) < p, "yes", "no"))
  red <- runif(n) < .5 + .2 * (d$sort == "odd"); blue <- runif(n) < .3
  d$how <- ifelse(d$hit == "yes", paste0(ifelse(red, "red", ""), ifelse(red & blue, ";", ""), ifelse(blue, "blue", "")), "")
  d
}
waves <- list(draw(211, -.3), draw(187, .35))
for (w in 1:2) write.csv(waves[[w]], sprintf("%d.csv", w), row.names = FALSE, quote = FALSE)

sort.pop <- data.frame(sort = c("small", "large", "odd"), Freq = c(900, 260, 140))
area.pop <- data.frame(area = c("n", "e", "s", "w"), Freq = c(500, 350, 250, 200))
designs <- function(d, scheme) {
  d$one <- 1
  d$size <- sort.pop$Freq[match(d$sort, sort.pop$sort)]
  switch(scheme,
    post = postStratify(svydesign(~1, weights = ~one, data = d), ~sort, sort.pop),
    raked = calibrate(svydesign(~1, strata = ~area, weights = ~one, data = d), list(~sort, ~area), list(sort.pop, area.pop),
                      calfun = "raking", epsilon = 1e-14, maxit = 300),
    whole = postStratify(svydesign(~1, strata = ~sort, fpc = ~size, weights = ~one, data = d), ~sort, sort.pop))
}
lines <- character()
put <- function(...) lines <<- c(lines, sprintf("%s,%s,%s,%s,%s,%.17g", ...))
wilson <- function(p, n, z = qnorm(.975)) {
  middle <- (p + z^2 / (2 * n)) / (1 + z^2 / n)
  reach <- z / (1 + z^2 / n) * sqrt(p * (1 - p) / n + z^2 / (4 * n^2))
  100 * (middle + c(-1, 1) * reach)
}
figure <- function(scheme, concept, group, wave, yes, domain) {
  d <- waves[[wave]]; design <- designs(d, scheme)
  design <- update(design, yes = as.numeric(yes(d)))
  part <- subset(design, domain(d))
  m <- svymean(~yes, part); p <- unname(coef(m)); v <- as.numeric(vcov(m))
  inside <- domain(d); n <- sum(inside); w <- weights(design)[inside]
  put(scheme, concept, group, wave, "n", n)
  put(scheme, concept, group, wave, "count", sum(yes(d)[inside]))
  put(scheme, concept, group, wave, "value", 100 * p)
  put(scheme, concept, group, wave, "n_effective", sum(w)^2 / sum(w^2))
  w <- w / mean(weights(design))
  put(scheme, concept, group, wave, "weighted_count", sum(w * yes(d)[inside]))
  if (p > 0 && p < 1) {
    limits <- wilson(p, n / (v * n / (p * (1 - p) * nrow(d) / (nrow(d) - 1))))
    put(scheme, concept, group, wave, "low", limits[1])
    put(scheme, concept, group, wave, "high", limits[2])
  }
  c(p, v)
}
both <- function(scheme, concept, group, yes, domain) {
  a <- figure(scheme, concept, group, 1, yes, domain); b <- figure(scheme, concept, group, 2, yes, domain)
  d <- 100 * (b[1] - a[1]); e <- 100 * sqrt(a[2] + b[2])
  put(scheme, concept, group, "difference", "value", d)
  put(scheme, concept, group, "difference", "low", d - qnorm(.975) * e)
  put(scheme, concept, group, "difference", "high", d + qnorm(.975) * e)
  put(scheme, concept, group, "difference", "p", 2 * pnorm(-abs(d / e)))
}
all <- function(d) rep(TRUE, nrow(d))
hit <- function(d) d$hit == "yes"
for (scheme in c("post", "raked", "whole")) {
  both(scheme, "oracle.hit", "total", hit, all)
  both(scheme, "oracle.red", "total", function(d) grepl("red", d$how), hit)
  for (s in c("small", "large", "odd")) local({ here <- s; both(scheme, "oracle.hit", paste0("type=", here), hit, function(d) d$sort == here) })
}
writeLines(sort(lines, method = "radix"), "expected.csv")
