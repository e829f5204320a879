# R's part of bench_count.sh: rowsum over all columns, and survey::svyby over one question, by wave, prefecture and type.
suppressMessages(library(survey))
data <- read.csv(commandArgs(TRUE)[1], check.names = FALSE)
cell <- data$wave * 1000L + data$pref * 10L + data$type
counts <- as.matrix(data[, -(1:3)])
counts[is.na(counts)] <- 0L
best <- min(sapply(1:3, function(run) system.time(rowsum(counts, cell, reorder = FALSE))[["elapsed"]]))
cat(sprintf("  R rowsum of %d columns on %d returns: %.0f ms\nrowsum_ms %.3f\n", ncol(counts), nrow(data), 1000 * best, 1000 * best))
data$y <- data[["q3_yes"]]
design <- svydesign(ids = ~1, weights = ~1, data = data[, c("wave", "pref", "type", "y")])
took <- system.time(svyby(~y, ~wave + pref + type, design, svytotal))[["elapsed"]]
cat(sprintf("  R svyby of one column: %.0f ms\nsvyby_ms %.3f\n", 1000 * took, 1000 * took))
