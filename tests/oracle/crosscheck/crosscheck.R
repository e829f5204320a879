# The counts of tests/oracle/crosscheck/returns.csv, done anew from the file by the rules of counting alone.  Base R.
#   Rscript crosscheck.R returns > returns.csv    random returns, badly keyed ones among them (seeded)
#   Rscript crosscheck.R counts > counts.txt      one line per case, table and column: its n, then every row that is not 0
prefectures <- c("01" = "Hokkaido", "13" = "Tokyo", "14" = "Kanagawa", "27" = "Osaka", "47" = "Okinawa")
options <- list(
  place = names(prefectures), sort = c("small", "large", "odd"), hit = c("yes", "no"),
  how = c("red", "blue", "green", "grey", "never"), view_price = c("good", "bad", "open"), view_time = c("good", "bad", "open"))
labels <- list(
  place = unname(prefectures), sort = c("Small one", "Large one", "Odd one"), hit = c("Was hit", "Was spared"),
  how = c("Red", "Blue", "Green", "Grey", "None of the colours"), view_price = c("Good", "Bad", "Open"), view_time = c("Good", "Bad", "Open"))
wide <- c("1" = "１", "2" = "２", "3" = "３", "4" = "４", "5" = "５")

# --- the returns ---
one_of <- function(question, chances) { # a label, its number, or its number in full width
  at <- sample(seq_along(labels[[question]]), 1, prob = chances)
  number <- if (question == "place") as.character(as.integer(options$place[at])) else as.character(at)
  spelt <- if (question == "place") number else wide[[number]]
  sample(c(labels[[question]][at], number, spelt), 1)
}
some_of <- function() {
  if (runif(1) < 0.15) return(labels$how[5])
  paste(sapply(sort(sample(1:4, sample(1:4, 1))), function(i) sample(c(labels$how[i], i, wide[[i]]), 1)), collapse = sample(c(";", "；", "、"), 1))
}
maybe <- function(share, text) if (runif(1) < share) text else ""
make_returns <- function(count) {
  set.seed(20240131)
  cat("sheet,channel,place,sort,hit,how,times,story,Price,Time\n")
  for (i in seq_len(count)) {
    hit <- maybe(0.9, one_of("hit", c(2, 1)))
    if (runif(1) < 0.04) hit <- "Was hit；Was spared"
    asked <- hit %in% c("Was hit", "1", "１") || runif(1) < 0.1 # some answer what they were not asked
    how <- if (asked) maybe(0.9, some_of()) else ""
    times <- if (asked) maybe(0.5, sample(c(0:6, "７", "12", "many"), 1)) else ""
    story <- if (asked) maybe(0.7, sample(c("It did not work", "特になし", "\"Said \"\"no\"\", then left\""), 1)) else ""
    cat(i, sample(c("fax", "post", "web", ""), 1), maybe(0.95, one_of("place", c(1, 9, 3, 5, 1))), maybe(0.95, one_of("sort", c(6, 3, 1))),
        hit, how, times, story, maybe(0.8, one_of("view_price", c(1, 2, 3))), maybe(0.7, one_of("view_time", c(3, 2, 1))), sep = ",")
    cat("\n")
  }
}

# --- the answers, from the cells ---
narrow <- function(text) chartr("１２３４５６７８９０", "1234567890", text)
ticked <- function(question, cell) { # which options a cell names
  sapply(strsplit(narrow(cell), "[;；、]"), function(words) {
    numbers <- if (question == "place") as.character(as.integer(options$place)) else as.character(seq_along(options[[question]]))
    at <- ifelse(words %in% numbers, match(words, numbers), match(words, labels[[question]]))
    paste(sort(unique(options[[question]][at])), collapse = " ")
  })
}
read_answers <- function(file) {
  cells <<- read.csv(file, colClasses = "character", check.names = FALSE)
  names(cells)[9:10] <<- c("view_price", "view_time")
  answer <<- lapply(setNames(names(options), names(options)), function(q) ticked(q, cells[[q]]))
  times <<- suppressWarnings(as.numeric(narrow(cells$times)))
  state <<- list()
  for (q in names(options)) {
    many <- q != "how" & grepl(" ", answer[[q]])
    state[[q]] <<- ifelse(cells[[q]] == "", "no_answer", ifelse(many, "invalid", "given"))
  }
  state$times <<- ifelse(cells$times == "", "no_answer", ifelse(is.na(times), "invalid", "given"))
  state$story <<- ifelse(cells$story == "", "no_answer", ifelse(cells$story == "特になし", "none", "given"))
  past <- function(q, asked) state[[q]][!asked] <<- "not_applicable"
  for (q in c("how", "story")) past(q, given("hit", "yes"))
  past("times", given("how", "blue"))
  for (q in c("view_price", "view_time")) past(q, given("sort", "small") | given("sort", "large"))
}
given <- function(question, option)
  state[[question]] == "given" & grepl(paste0("(^| )", option, "( |$)"), answer[[question]])

# --- counting ---
questions <- c("place", "sort", "hit", "how", "times", "story", "view_price", "view_time")
key_groups <- function(key) {
  if (key == "channel") {
    groups <- lapply(setNames(nm = c("fax", "post", "web")), function(c) cells$channel == c)
  } else {
    question <- if (key == "type") "sort" else if (key == "pref") "place" else key
    groups <- lapply(setNames(nm = options[[question]]), function(o) given(question, o))
  }
  groups$unknown <- !Reduce(`|`, groups)
  setNames(groups, paste0(key, "=", names(groups)))
}
columns_of <- function(keys) {
  everybody <- list(total = rep(TRUE, nrow(cells)))
  if (length(keys) == 0) return(everybody)
  groups <- key_groups(keys[1])
  if (length(keys) == 2) {
    second <- key_groups(keys[2])
    groups <- unlist(lapply(names(groups), function(a) setNames(lapply(second, function(b) groups[[a]] & b), paste0(a, ",", names(second)))),
                     recursive = FALSE)
  }
  c(everybody, groups)
}
rows_of <- function(question) {
  if (question == "times") {
    values <- sort(unique(times[state$times == "given"]))
    rows <- lapply(setNames(nm = as.character(values)), function(v) state$times == "given" & times == v)
  } else if (question == "story") {
    rows <- list(answered = state$story == "given")
  } else {
    rows <- lapply(setNames(nm = options[[question]]), function(o) given(question, o))
  }
  for (s in c("none", "no_answer", "invalid", "not_applicable")) rows[[s]] <- state[[question]] == s
  rows
}
default_base <- function(question) state[[question]] != "not_applicable"
line <- function(case, question, column, n, counts)
  cat(case, question, column, n, paste0(names(counts)[counts > 0], "=", counts[counts > 0], collapse = " "), "\n", sep = " ")
modes_of <- function(values) { # what occurs most often; "-" where every one of several stands alone
  t <- table(values)
  if (max(t) == 1 && length(values) > 1) "-" else paste(sort(as.numeric(names(t)[t == max(t)])), collapse = "|")
}
summary_of <- function(inside) { # of the numbers given, and at least: a blue without a number is one
  values <- times[inside & state$times == "given"]
  unstated <- sum(inside & state$times %in% c("no_answer", "invalid"))
  c(summary.n = length(values), summary.sum = sum(values), summary.unstated = unstated, summary.at_least = sum(values) + unstated,
    if (length(values)) c(summary.mean = signif(mean(values), 9), summary.median = median(values),
      summary.lower_quartile = quantile(values, .25, type = 7, names = FALSE), summary.upper_quartile = quantile(values, .75, type = 7, names = FALSE),
      summary.mode = modes_of(values), summary.min = min(values), summary.max = max(values)))
}
count_case <- function(fields) {
  words <- strsplit(fields[2], " ")[[1]]
  keys <- if ("--by" %in% words) strsplit(words[match("--by", words) + 1], ",")[[1]] else character()
  where <- if (nzchar(fields[5])) eval(parse(text = fields[5])) else TRUE
  for (question in if (words[1] %in% questions) words[1] else questions) {
    base <- where & (if (nzchar(fields[6])) eval(parse(text = fields[6])) else default_base(question))
    columns <- columns_of(keys)
    for (name in names(columns)) {
      inside <- base & columns[[name]]
      if (!any(inside)) next
      counts <- sapply(rows_of(question), function(row) sum(row & inside))
      n <- if ("answers" %in% words) sum(counts[options$how]) else sum(inside)
      line(fields[1], question, name, n, counts)
      if (question == "times") {
        s <- summary_of(inside)
        cat(fields[1], question, name, "summary", paste0(names(s), "=", s, collapse = " "), "\n", sep = " ")
      }
    }
  }
}

folder <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
if (commandArgs(TRUE)[1] == "returns") {
  make_returns(240)
} else {
  read_answers(file.path(folder, "returns.csv"))
  for (text in grep("^[^#]", readLines(file.path(folder, "cases.txt")), value = TRUE))
    count_case(trimws(c(strsplit(text, ";")[[1]], rep("", 6))[1:6]))
}
