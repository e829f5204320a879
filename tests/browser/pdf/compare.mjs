// Does pdf.js read the same characters from every page as poppler?  White space apart, and in any order of lines: the two
// programs put lines that stand side by side in another order.  compare.sh installs pdfjs-dist and calls this.
import { readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

const letters = (text) => [...text.normalize("NFC").replace(/[\s\u3000\u00a0]/g, "")].sort().join("");
let differing = 0;
for (const file of process.argv.slice(2)) {
    const pdf = await getDocument({ data: new Uint8Array(readFileSync(file)), verbosity: 0 }).promise;
    let characters = 0, pages = 0;
    for (let number = 1; number <= pdf.numPages; number++) {
        const content = await (await pdf.getPage(number)).getTextContent({ disableNormalization: true });
        const mine = letters(content.items.map((item) => item.str).join(""));
        const theirs = letters(execFileSync("pdftotext", ["-f", number, "-l", number, "-raw", file, "-"], { encoding: "utf8" }));
        characters += mine.length;
        pages++;
        if (mine !== theirs) {
            const at = [...mine].findIndex((c, i) => c !== theirs[i]);
            console.log(`${file}, page ${number}: ${mine.length} and ${theirs.length} characters; they part at ${mine.slice(at, at + 10)} and ${theirs.slice(at, at + 10)}`);
            differing++;
        }
    }
    console.log(`${file}: ${pages} pages, ${characters} characters`);
}
process.exit(differing || process.argv.length < 3 ? 1 : 0);
