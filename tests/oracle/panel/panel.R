# Reference for tabulate, compare and export with three and four keys, filters and weights (post-stratified by two keys, raked and
# trimmed, raked with a margin of a part and with strata), for the paired comparison and for the decomposition, by R's `survey`.
# Rscript panel.R, in this folder, writes 1.csv, 2.csv (the returns) and expected.csv.
# Rscript panel.R FOLDER reckons from FOLDER/1.csv and 2.csv instead, as `shukei export --threshold 1` wrote them (with row numbers for
# institutions, so without pairs), and writes FOLDER/expected.csv.
# Lines: case;column;row;what;value
suppressMessages(library(survey))
options(digits = 17, survey.lonely.psu = "adjust")
folder <- commandArgs(TRUE)
set.seed(20261122)
ids <- list(place = c("N-1", "south", "isle"), trade_of = c("potter", "brick-works", "tile_2", "glass"), age = c("old", "mid_2", "0new"),
            crack = c("yes", "no", "unsure"), keep = c("stay", "leave"))
ticks <- c("a1", "b-2", "c_3", "d", "e", "f", "g", "h", "i", "j", "zz")
miss <- function(x, share) ifelse(runif(length(x)) < share, "", x)
draw <- function(kilns, tilt) {
  set.seed(7) # a kiln stays what it is
  all <- data.frame(Kiln = sprintf("k%04d", 1:420), place = sample(ids$place, 420, TRUE, c(.5, .35, .15)),
                    trade_of = sample(ids$trade_of, 420, TRUE, c(.45, .35, .14, .06)), age = sample(ids$age, 420, TRUE), luck = rnorm(420))
  d <- all[all$Kiln %in% kilns, ]
  set.seed(100 + tilt)
  n <- nrow(d)
  d$trade_of <- miss(d$trade_of, .03)
  eta <- d$luck + tilt / 3 + (d$place == "isle") * .7 - (d$age == "old") * .5
  d$crack <- miss(ifelse(runif(n) < .06, "unsure", ifelse(runif(n) < plogis(eta), "yes", "no")), .05)
  d$signs <- ""
  for (i in which(d$crack == "yes")) {
    on <- ticks[-11][runif(10) < seq(.6, .06, length.out = 10)]
    d$signs[i] <- if (runif(1) < .04) "" else paste(if (length(on)) on else "zz", collapse = ";")
  }
  d$loads <- miss(ifelse(runif(n) < .3, sprintf("%.1f", rexp(n, 1 / 9)), sprintf("%d", rpois(n, 8))), .08)
  d$keep <- miss(ifelse(runif(n) < plogis(-d$luck), "stay", "leave"), .04)
  d$luck <- NULL
  d
}
# What export writes: a code for every option (its place on the form), -1 and the like for silences, one column for a tick.
decoded <- function(path) {
  raw <- read.csv(path, check.names = FALSE)
  word <- function(x, of) { x <- suppressWarnings(as.integer(x)); ifelse(!is.na(x) & x > 0, of[pmax(x, 1)], "") }
  d <- data.frame(Kiln = raw$row)
  for (q in names(ids)) d[[q]] <- word(raw[[if (q %in% names(raw)) q else "type"]], ids[[q]])
  on <- sapply(ticks, function(t) { at <- raw[[paste0("signs_", gsub("-", "_", t))]]; !is.na(at) & at == 1 })
  d$signs <- apply(on, 1, function(r) paste(ticks[r], collapse = ";"))
  given <- suppressWarnings(as.numeric(raw$loads))
  d$loads <- ifelse(is.na(given) | given < 0, "", raw$loads)
  d
}
if (length(folder)) {
  waves <- lapply(1:2, function(w) decoded(sprintf("%s/%d.csv", folder, w)))
} else {
  kilns <- sprintf("k%04d", 1:420)
  waves <- list(draw(sample(kilns, 260), 0), draw(sample(kilns, 240), 1))
  again <- waves[[2]][c(3, 9), ]
  again$loads <- c("77", "91.5")
  waves[[2]] <- rbind(waves[[2]], again) # two kilns that sent two sheets: no pairs
  for (w in 1:2) write.csv(waves[[w]], sprintf("%d.csv", w), row.names = FALSE, quote = FALSE)
}

# --- designs: what is in no category of a margin keeps its weight, and the others are mended among themselves ---
pops <- list(both = c("N-1.old" = 210, "N-1.mid_2" = 160, "N-1.0new" = 90, "south.old" = 120, "south.mid_2" = 240, "south.0new" = 60,
                      "isle.old" = 30, "isle.mid_2" = 45, "isle.0new" = 75),
             trade = c(potter = 400, "brick-works" = 330, tile_2 = 220, glass = 80), shares = c("N-1" = 40, south = 42, isle = 18),
             place = c("N-1" = 460, south = 420, isle = 150), part = c(old = 55, mid_2 = 30, "0new" = 15))
margin <- function(key, pop, part = TRUE) list(key = ifelse(part & key %in% names(pop), key, NA), share = pop / sum(pop))
raked <- function(w, margins) repeat {
  before <- w
  for (m in margins) {
    now <- tapply(w, m$key, sum)
    known <- !is.na(m$key)
    w[known] <- w[known] * (m$share[m$key[known]] * sum(now)) / now[m$key[known]]
  }
  if (max(abs(w / before - 1)) < 1e-15) return(w)
}
scheme <- function(d, name) {
  margins <- switch(name,
    "two-keys" = list(margin(paste(d$place, d$age, sep = "."), pops$both)),
    trimmed = list(margin(d$trade_of, pops$trade), margin(d$place, pops$shares)),
    within = list(margin(d$place, pops$place), margin(d$age, pops$part, d$crack == "yes")))
  w <- raked(rep(1, nrow(d)), margins)
  for (round in 1:200) { # of trimming and raking in turn, trimming last
    if (round > 1) w <- raked(w, margins)
    if (name != "trimmed" || !any(w < .75 * mean(w) * (1 - 1e-12) | w > 1.35 * mean(w) * (1 + 1e-12))) break
    w <- weights(trimWeights(svydesign(~1, weights = ~w, data = d), upper = 1.35 * mean(w), lower = .75 * mean(w), strict = TRUE))
  }
  # Residuals as of a calibration on [in the category] - share [in one of them], under the weights from before it.
  z <- do.call(cbind, c(list(rep(1, nrow(d))), lapply(margins, function(m) sapply(names(m$share), function(k)
    ifelse(is.na(m$key), 0, (m$key == k) - m$share[[k]])))))
  d$z <- z[, qr(z)$pivot[seq_len(qr(z)$rank)]]
  plain <- if (name == "within") svydesign(~1, strata = ~place, weights = ~I(rep(1, nrow(d))), data = d)
           else svydesign(~1, weights = ~I(rep(1, nrow(d))), data = d)
  total <- colSums(d$z)
  names(total) <- colnames(model.matrix(~ 0 + z, model.frame(~ 0 + z, d)))
  fit <- calibrate(plain, ~ 0 + z, total, calfun = "linear")
  fit$prob <- 1 / w
  fit$postStrata[[1]]$w <- w
  fit
}
lines <- character()
put <- function(...) if (!is.nan(..5)) lines <<- c(lines, sprintf("%s;%s;%s;%s;%.17g", ...))
wilson <- function(p, n, level) {
  z <- qnorm((1 + level) / 2)
  100 * ((p + z^2 / (2 * n)) / (1 + z^2 / n) + c(-1, 1) * z / (1 + z^2 / n) * sqrt(p * (1 - p) / n + z^2 / (4 * n^2)))
}
limits <- function(method, p, n, x, level) switch(method,
  wilson = wilson(p, n, level),
  exact = 100 * c(if (x == 0) 0 else qbeta((1 - level) / 2, x, n - x + 1), if (x == n) 1 else qbeta((1 + level) / 2, x + 1, n - x)),
  "agresti-coull" = { z <- qnorm((1 + level) / 2); m <- n + z^2; q <- (p * n + z^2 / 2) / m
                      100 * pmin(1, pmax(0, q + c(-1, 1) * z * sqrt(q * (1 - q) / m))) })
said <- function(d, question, row) switch(question, signs = row == "no_answer" & d$signs == "" | vapply(strsplit(d$signs, ";"), function(t) row %in% t, NA),
  row == "no_answer" & d[[question]] == "" | d[[question]] == row)
rows.of <- function(question) c(if (question == "signs") ticks else ids[[question]], "no_answer")
name.of <- function(keys, values) paste(sprintf("%s=%s", keys, ifelse(values == "", "unknown", values)), collapse = ",")
table.of <- function(name, question, keys, where = function(d) TRUE, weight = NULL, method = "wilson", level = .95, percent = "cases", wave = 1) {
  d <- waves[[wave]]
  base <- rep(where(d), length.out = nrow(d)) & (question != "signs" | d$crack == "yes")
  design <- if (!is.null(weight)) scheme(d, weight)
  groups <- if (length(keys)) unique(d[keys]) else NULL
  places <- c(list(total = rep(TRUE, nrow(d))), if (!is.null(groups)) setNames(
    lapply(seq_len(nrow(groups)), function(g) Reduce(`&`, lapply(keys, function(k) d[[k]] == groups[g, k]))),
    sapply(seq_len(nrow(groups)), function(g) name.of(keys, unlist(groups[g, ])))))
  for (column in names(places)) {
    inside <- base & places[[column]]
    for (row in rows.of(question)) {
      hit <- inside & said(d, question, row)
      whole <- switch(percent, cases = inside, row = base & said(d, question, row), total = base)
      n <- sum(whole); x <- sum(hit)
      if (x == 0) next
      put(name, column, row, "count", x)
      put(name, column, row, "n", n)
      if (is.null(weight)) {
        put(name, column, row, "percent", 100 * x / n)
        l <- limits(method, x / n, n, x, level)
      } else {
        w <- weights(design) / mean(weights(design))
        put(name, column, row, "weighted_count", sum(w[hit]))
        put(name, column, row, "n_effective", sum(w[whole])^2 / sum(w[whole]^2))
        put(name, column, row, "percent", 100 * sum(w[hit]) / sum(w[whole]))
        if (x == n) next
        part <- subset(update(design, y = as.numeric(hit)), whole)
        m <- svymean(~y, part); p <- unname(coef(m)); v <- as.numeric(vcov(m))
        effect <- v * n / (p * (1 - p)) * (nrow(d) - 1) / nrow(d)
        if (effect < 1e-9) next
        l <- limits(method, p, n / effect, p * n / effect, level)
      }
      if (percent == "row" && column == "total") next
      put(name, column, row, "low", l[1])
      put(name, column, row, "high", l[2])
    }
  }
}
loads <- function(d) suppressWarnings(as.numeric(d$loads))
busy <- function(d) !is.na(loads(d)) & loads(d) >= 6 & d$keep != "leave"
table.of("three", "signs", c("place", "trade_of", "age"), busy)
table.of("four", "crack", c("place", "trade_of", "age", "keep"), function(d) d$place != "isle", wave = 2)
table.of("exact", "crack", c("trade_of", "keep"), method = "exact", level = .9)
table.of("coull", "keep", c("age", "crack"), method = "agresti-coull", level = .99, wave = 2)
table.of("row", "crack", c("place", "age"), percent = "row")
table.of("whole", "crack", c("place", "keep"), percent = "total")
table.of("post3", "signs", c("age", "keep", "place"), busy, weight = "two-keys")
table.of("post", "crack", c("place", "trade_of"), weight = "two-keys", wave = 2)
table.of("trim", "crack", c("place", "age"), weight = "trimmed")
table.of("trimfilter", "signs", "trade_of", function(d) d$age != "old", weight = "trimmed", wave = 2)
table.of("within", "signs", c("age", "keep"), weight = "within")
table.of("withinall", "keep", c("crack", "place"), busy, weight = "within", wave = 2)

# --- pairs, differences and decomposition ---
newcombe.paired <- function(a, b, c, d, level = .95) { # Newcombe 1998, method 10; second minus first
  n <- a + b + c + d; p1 <- (a + b) / n; p2 <- (a + c) / n
  l1 <- wilson(p1, n, level) / 100; l2 <- wilson(p2, n, level) / 100
  margins <- (a + b) * (c + d) * (a + c) * (b + d)
  over <- a * d - b * c
  phi <- if (margins == 0) 0 else if (over > n / 2) (over - n / 2) / sqrt(margins) else if (over >= 0) 0 else over / sqrt(margins)
  delta <- p2 - p1
  low <- sqrt((p2 - l2[1])^2 - 2 * phi * (p2 - l2[1]) * (l1[2] - p1) + (l1[2] - p1)^2)
  high <- sqrt((l2[2] - p2)^2 - 2 * phi * (l2[2] - p2) * (p1 - l1[1]) + (p1 - l1[1])^2)
  100 * c(delta, delta - low, delta + high)
}
mid.p <- function(b, c) { n <- b + c; k <- min(b, c); min(1, 2 * pbinom(k, n, .5) - dbinom(k, n, .5)) }
single <- function(d) !(d$Kiln %in% d$Kiln[duplicated(d$Kiln)])
pairs <- function(concept, yes, base) {
  one <- waves[[1]]; two <- waves[[2]]
  one <- one[base(one), ]; two <- two[base(two), ]
  one <- one[single(one), ]; two <- two[single(two), ]
  both <- merge(data.frame(Kiln = one$Kiln, x = yes(one)), data.frame(Kiln = two$Kiln, y = yes(two)))
  a <- sum(both$x & both$y); b <- sum(both$x & !both$y); c <- sum(!both$x & both$y); d <- sum(!both$x & !both$y)
  l <- newcombe.paired(a, b, c, d)
  for (k in 1:5) put("panel", concept, "total", c("n", "value", "low", "high", "p")[k], c(a + b + c + d, l, mid.p(b, c))[k])
}
difference <- function(concept, group, yes, base, inside) {
  x <- sapply(waves, function(d) sum(yes(d) & base(d) & inside(d))); n <- sapply(waves, function(d) sum(base(d) & inside(d)))
  a <- wilson(x[1] / n[1], n[1], .95); b <- wilson(x[2] / n[2], n[2], .95); p <- 100 * x / n; delta <- p[2] - p[1]
  put("difference", concept, group, "value", delta)
  put("difference", concept, group, "low", delta - sqrt((p[2] - b[1])^2 + (a[2] - p[1])^2))
  put("difference", concept, group, "high", delta + sqrt((b[2] - p[2])^2 + (p[1] - a[1])^2))
  put("difference", concept, group, "p", suppressWarnings(prop.test(x, n, correct = FALSE))$p.value)
}
shift <- function(concept, key, groups, yes, base) { # Kitagawa 1955; who did not answer the key is a group of its own
  part <- function(w, g) { d <- waves[[w]]; at <- base(d) & (if (g == "") !(d[[key]] %in% groups) else d[[key]] == g); c(sum(yes(d) & at), sum(at)) }
  one <- sapply(c(groups, ""), part, w = 1); two <- sapply(c(groups, ""), part, w = 2)
  common <- one[2, ] > 0 & two[2, ] > 0
  r1 <- one[1, common] / one[2, common]; r2 <- two[1, common] / two[2, common]
  w1 <- one[2, common] / sum(one[2, common]); w2 <- two[2, common] / sum(two[2, common])
  total <- sum(two[1, ]) / sum(two[2, ]) - sum(one[1, ]) / sum(one[2, ])
  rate <- sum((w1 + w2) / 2 * (r2 - r1)); who <- sum((r1 + r2) / 2 * (w2 - w1))
  for (k in 1:4) put("shift", concept, key, c("total", "rate", "composition", "joined")[k], 100 * c(total, rate, who, total - sum(w2 * r2) + sum(w1 * r1))[k])
}
all <- function(d) rep(TRUE, nrow(d))
cracked <- function(d) d$crack == "yes"
soot <- function(d) said(d, "signs", "a1")
ash <- function(d) said(d, "signs", "j")
if (!length(folder)) { pairs("kiln.crack", cracked, all); pairs("kiln.soot", soot, cracked); pairs("kiln.ash", ash, cracked) }
for (where in ids$place) local({ here <- where
  difference("kiln.crack", paste0("place=", here), cracked, all, function(d) d$place == here)
  difference("kiln.ash", paste0("place=", here), ash, cracked, function(d) d$place == here) })
difference("kiln.crack", "total", cracked, all, all)
difference("kiln.soot", "total", soot, cracked, all)
shift("kiln.crack", "place", ids$place, cracked, all)
shift("kiln.crack", "trade_of", ids$trade_of, cracked, all)
shift("kiln.soot", "trade_of", ids$trade_of, soot, cracked)
writeLines(sort(unique(lines), method = "radix"), if (length(folder)) file.path(folder, "expected.csv") else "expected.csv")
cat(length(unique(lines)), "numbers\n")
