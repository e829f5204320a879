# One <c> a line of all sheets of a workbook for people, and the shared strings one a line (-v strings=FILE): prints
# row, column, count, percentage, low and high of each cell, tab-separated, whichever way the table stands.
function value(   v) {
    if (!match($0, "<v>[^<]*</v>")) return ""
    v = substr($0, RSTART + 3, RLENGTH - 7)
    return $0 ~ / t="s"/ ? text[v] : v
}
function short(v, digits) { return v ~ /^[0-9.E+-]*[0-9]$/ ? sprintf("%." digits "g", v) : v }
function flush_row(   i, at) { # of the body: a label, then groups of columns
    if (row >= 6 && label != "" && (turned || row > 6) && (2 + turned) in cell && "3" in cell)
        for (i = 0; (at = 2 + turned + i * stride) in cell && cell[at + 2] != ""; i++)
            print (turned ? head[at] : label) "\t" (turned ? label : head[at]) "\t" cell[at] "\t" short(cell[at + 1], 6) "\t" short(cell[at + 2], 9) "\t" short(cell[at + 3], 9)
    delete cell
    label = ""
}
function column(   letters, at, n) {
    match($0, /r="[A-Z]+/)
    letters = substr($0, RSTART + 3, RLENGTH - 3)
    for (at = 1; at <= length(letters); at++) n = n * 26 + index("ABCDEFGHIJKLMNOPQRSTUVWXYZ", substr(letters, at, 1))
    return n
}
BEGIN { while ((getline line < strings) > 0) text[count++] = line }
/^<row / {
    flush_row()
    match($0, /r="[0-9]+/)
    row = substr($0, RSTART + 3, RLENGTH - 3) + 0
    if (row == 1) { delete head; turned = 0; stride = 0; ended = 0 }
}
/^<c / {
    at = column()
    if (at == 1) label = value()
    else cell[at] = value()
    if (row == 4) {
        if (at == 1) turned = label != ""
        if (at > 1 && value() != "") { head[at] = value() }
        label = row == 4 ? "" : label
    }
    if (row == 5 && value() == "下限" && !stride) stride = turned ? 5 : 4
}
END { flush_row() }
