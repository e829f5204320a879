# Reference values for tests/unit/test_design.c and test_weight.c, by R's package survey (4.1-1):
#   Rscript tests/oracle/design.R      (in the source directory; writes design-data.csv and design.csv)
# Every figure is made from design-data.csv, 240 made-up returns.
suppressMessages(library(survey))
set.seed(20231124)
n <- 240
d <- data.frame(
  type = sample(c("clinic", "dental", "hospital"), n, TRUE, c(.62, .26, .12)),
  area = sample(c("A", "B", "C", "D"), n, TRUE, c(.4, .3, .2, .1)),
  stratum = sample(0:2, n, TRUE, c(.5, .3, .2)))
d$yes <- rbinom(n, 1, plogis(-.4 + .9 * (d$type == "dental") - .5 * (d$area == "B")))
d$none <- 0
d$cases <- rpois(n, 3 + 4 * (d$type == "hospital"))
d$staff <- 1 + rpois(n, 6)
d$base <- c(4, 6.5, 9.25)[d$stratum + 1]
d$size <- c(900, 700, 600)[d$stratum + 1]
write.csv(d, "tests/oracle/design-data.csv", row.names = FALSE, quote = FALSE)

type.pop <- data.frame(type = c("clinic", "dental", "hospital"), Freq = c(1200, 900, 100))
area.pop <- data.frame(area = c("A", "B", "C", "D"), Freq = c(700, 640, 510, 350))
both.pop <- data.frame(expand.grid(type = type.pop$type, area = area.pop$area),
                       Freq = c(400, 250, 50, 380, 240, 20, 260, 240, 10, 160, 170, 20))
tight <- list(maxit = 500, epsilon = 1e-10)
plain <- svydesign(ids = ~1, weights = ~I(rep(1, n)), data = d)
whole <- svydesign(ids = ~1, weights = ~I(rep(2200 / n, n)), fpc = ~I(rep(2200, n)), data = d)
strata <- svydesign(ids = ~1, strata = ~stratum, weights = ~base, data = d)
finite <- svydesign(ids = ~1, strata = ~stratum, weights = ~base, fpc = ~size, data = d)
raked <- rake(plain, list(~type, ~area), list(type.pop, area.pop), control = tight)
designs <- list(
  plain = plain, whole = whole, strata = strata, finite = finite,
  post = postStratify(plain, ~type, type.pop),
  postfinite = postStratify(whole, ~type, type.pop),
  postboth = postStratify(plain, ~type + area, both.pop),
  poststrata = postStratify(finite, ~type, type.pop),
  raked = raked,
  calibrated = calibrate(strata, list(~type, ~area), list(type.pop, area.pop), calfun = "raking", epsilon = 1e-13, maxit = 200))

rows <- list()
put <- function(design, what, variable, domain, a, b = NA)
  rows[[length(rows) + 1]] <<- sprintf("%s,%s,%s,%s,%.17g,%.17g", design, what, variable, domain, a, b)
figures <- function(name, design, domain) {
  part <- if (domain == "all") design else {
    key <- strsplit(domain, "=")[[1]]
    design[d[[key[1]]] == key[2], ]
  }
  for (v in c("yes", "cases")) {
    m <- svymean(as.formula(paste0("~", v)), part)
    put(name, "mean", v, domain, coef(m), SE(m))
    t <- svytotal(as.formula(paste0("~", v)), part)
    put(name, "total", v, domain, coef(t), SE(t))
  }
  r <- svyratio(~cases, ~staff, part)
  put(name, "ratio", "cases", domain, coef(r), SE(r))
  put(name, "df", "yes", domain, degf(part))
  for (method in c("logit", "beta"))
    for (level in c(.90, .95)) {
      # survey counts the returns of a calibrated design's part as those of the whole; n is that of the domain here
      if (method == "beta" && domain != "all") next
      at <- attr(svyciprop(~yes, part, method = method, level = level), "ci")
      put(name, sprintf("%s%.0f", method, 100 * level), "yes", domain, at[1], at[2])
    }
}
for (name in names(designs))
  for (domain in c("all", "type=dental", "area=B"))
    figures(name, designs[[name]], domain)
for (name in c("plain", "strata", "post", "raked")) {
  m <- svymean(~yes, designs[[name]], deff = "replace")
  put(name, "deff", "yes", "all", deff(m))
}
# Weights: of each of the 12 kinds of returns; trimmed as trimWeights does.
kinds <- function(name, design) {
  w <- weights(design)
  for (t in type.pop$type) for (a in area.pop$area) {
    at <- which(d$type == t & d$area == a)
    put(name, "weight", "", paste0(t, "/", a), w[at[1]] / mean(w))
  }
  put(name, "kish", "", "all", 1 + var(w) * (n - 1) / n / mean(w)^2, sum(w)^2 / sum(w^2))
}
kinds("raked", raked)
kinds("postboth", designs$postboth)
mean.w <- mean(weights(raked))
kinds("trimmed_once", trimWeights(raked, upper = 1.3 * mean.w, lower = .7 * mean.w))
kinds("trimmed", trimWeights(raked, upper = 1.3 * mean.w, lower = .7 * mean.w, strict = TRUE))
# Respondents against population.
for (v in c("type", "area")) {
  pop <- if (v == "type") type.pop else area.pop
  fit <- chisq.test(table(d[[v]])[pop[[1]]], p = pop$Freq / sum(pop$Freq))
  put("raked", "fit", v, "all", fit$statistic, fit$p.value)
}
writeLines(c("design,what,variable,domain,a,b", unlist(rows)), "tests/oracle/design.csv")
cat(length(rows), "figures\n")
