# What `tabulate --test letters` must say of tests/oracle/letters/returns.csv, worked out from the file with base R and `survey`.
#   Rscript letters.R returns > returns.csv     random returns (seeded)
#   Rscript letters.R expected > expected.csv   case,question,row,column,value: marks of every marked cell, and the tests
suppressPackageStartupMessages(library(survey))
options(warn = -1)
labels <- list(sort = c(small = "Small", middle = "Middle", large = "Large", odd = "Odd"), hit = c(yes = "Yes", no = "No", both = "Both"),
               how = c(red = "Red", blue = "Blue", green = "Green", grey = "Grey"), rare = c(often = "Often", once = "Once", never = "Never"))
make_returns <- function(count) {
  set.seed(20240531)
  cat("sheet,sort,hit,how,rare,times\n")
  for (i in seq_len(count)) {
    sort <- sample(c("Small", "Middle", "Large", "Odd", ""), 1, prob = c(10, 8, 6, 2, 1.5))
    lean <- match(sort, labels$sort, nomatch = 2)
    base <- rnorm(1)
    hit <- sample(c("Yes", "No", "Both", ""), 1, prob = c(2 + 3 * lean, if (base > 0) 3 else 12, if (lean == 1) 6 else 3, 4))
    ticks <- labels$how[(0.7 * base + rnorm(4)) > c(1 - 0.5 * lean, 0.2, 1.2 - 0.3 * lean, 1)]
    rare <- sample(c("Often", "Once", "Never", ""), 1, prob = c(60, if (sort == "Large") 5 else 0.5, 0.5, 0.5))
    cat(i, sort, hit, paste(ticks, collapse = ";"), rare, sample(0:9, 1), sep = ",")
    cat("\n")
  }
}
say <- function(...) cat(paste(..., sep = ","), "\n", sep = "")
number <- function(x) sprintf("%.15g", x)

# A matrix of returns x answers: each option, and no answer.
answers <- function(q) {
  m <- sapply(labels[[q]], function(l) sapply(strsplit(d[[q]], ";"), function(words) l %in% words))
  cbind(m, no_answer = d[[q]] == "")
}
pooled <- function(x1, n1, x2, n2) {
  if (x1 + x2 == 0 || x1 + x2 == n1 + n2) return(NA)
  suppressWarnings(prop.test(c(x1, x2), c(n1, n2), correct = FALSE))$p.value
}
adjusted <- function(p, how) p.adjust(p, c(none = "none", bonferroni = "bonferroni", holm = "holm", bh = "BH")[[how]])
letters_of <- function(case, q, key, how, level) {
  a <- answers(q)
  use <- names(labels[[key]])[sapply(labels[[key]], function(l) sum(d[[key]] == l) >= 30)]
  for (row in colnames(a)) {
    x <- sapply(use, function(k) sum(a[d[[key]] == labels[[key]][[k]], row])); n <- sapply(use, function(k) sum(d[[key]] == labels[[key]][[k]]))
    pairs <- combn(length(use), 2)
    p <- adjusted(apply(pairs, 2, function(i) pooled(x[i[1]], n[i[1]], x[i[2]], n[i[2]])), how)
    marks <- setNames(rep("", length(use)), use)
    for (i in which(p < 2 * (1 - level))) {
      pair <- pairs[, i]
      if (x[pair[1]] / n[pair[1]] < x[pair[2]] / n[pair[2]]) pair <- rev(pair)
      marks[pair[1]] <- trimws(paste(marks[pair[1]], (if (p[i] < 1 - level) LETTERS else letters)[pair[2]]))
    }
    for (k in use) if (marks[[k]] != "") say(case, q, row, paste0(key, "=", k), marks[[k]])
  }
}
against_rest <- function(case, q, key, how) {
  a <- answers(q); within <- answers(key)[, names(labels[[key]])]
  for (row in colnames(a)) {
    x <- colSums(within & a[, row]); n <- colSums(within)
    p <- adjusted(sapply(seq_along(x), function(i) pooled(x[i], n[i], sum(a[, row]) - x[i], nrow(a) - n[i])), how)
    for (i in which(p < 0.1)) {
      sign <- if (x[i] / n[i] > (sum(a[, row]) - x[i]) / (nrow(a) - n[i])) "+" else "-"
      say(case, q, row, paste0(key, "=", names(x)[i]), if (p[i] < 0.05) sign else paste0("(", sign, ")"))
    }
  }
}
whole <- function(case, q, key) {
  inside <- d[[key]] != ""
  a <- answers(q)[inside, ]; group <- d[[key]][inside]
  test <- function(name, value) say(case, q, paste0("test.", name), "total", value)
  if (q != "how") {
    counts <- rowsum(1 * a, group); counts <- counts[, colSums(counts) > 0]
    r <- chisq.test(counts, correct = FALSE)
    sparse <- min(r$expected) < 1 || mean(r$expected < 5) > 0.2
    test("method", if (sparse) "fisher" else "pearson"); test("n", sum(inside))
    if (sparse) return(test("p", number(fisher.test(counts, workspace = 2e6)$p.value)))
    test("statistic", number(r$statistic)); test("df", r$parameter); test("p", number(r$p.value))
  } else {
    y <- 1 * a[, names(labels$how)]
    x2 <- sum(apply(y, 2, function(t) chisq.test(table(t, group), correct = FALSE)$statistic))
    R <- cov2cor(as.matrix(vcov(svymean(~red + blue + green + grey, svydesign(ids = ~1, weights = ~1, data = data.frame(y))))))
    lambda <- rep(eigen(R, symmetric = TRUE)$values, length(unique(group)) - 1)
    df <- sum(lambda)^2 / sum(lambda^2); s <- x2 * sum(lambda) / sum(lambda^2)
    test("method", "rao-scott"); test("n", sum(inside)); test("statistic", number(s)); test("df", number(df))
    test("p", number(pchisq(s, df, lower.tail = FALSE)))
  }
}
folder <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
if (commandArgs(TRUE)[1] == "returns") {
  make_returns(480)
} else {
  d <- read.csv(file.path(folder, "returns.csv"), colClasses = "character")
  for (q in c("hit", "how", "rare")) {
    for (how in c("bonferroni", "holm", "bh", "none")) letters_of(how, q, "sort", how, 0.95)
    letters_of("level", q, "sort", "bonferroni", 0.99)
    whole("bonferroni", q, "sort")
  }
  whole("by_hit", "how", "hit")
  letters_of("by_hit", "how", "hit", "bonferroni", 0.95)
  for (q in c("hit", "rare")) against_rest("rest", q, "how", "bonferroni")
}
