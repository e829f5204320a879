# Sourced by tests: the heading and the rows from $2 to $3 of a sample file $1.  A row may have line breaks in quotes.
sample_rows() {
    awk -v from="$2" -v to="$3" '{ row = row $0; open = (open + gsub(/"/, "\"")) % 2
        if (open) { row = row "\n"; next }
        if (n == 0 || (n >= from && n <= to)) print row
        n++; row = "" }' "$SOURCE/data/samples/$1.csv"
}
