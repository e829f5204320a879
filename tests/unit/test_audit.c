/* The proof-reader, sentence by sentence: what one draft of a line or two is judged. */
#include "reports/audit/audit_arith.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The verdicts of a draft in order of place, as letters: c, u (unchecked), s (unsupported), i. */
static void verdicts(const char *text, char *out, size_t room) {
    static const char letters[AUDIT_VERDICTS] = {'c', 'u', 's', 'i'};
    struct arena *arena = arena_create();
    struct fault f = {0};
    const struct audit_words *w = audit_words_get(&f);
    assert_non_null(w);
    const struct audit *a = audit_run(arena, w, audit_draft_text(arena, w, text, strlen(text)), NULL);
    size_t count = 0;
    for (; count < a->claim_count && count + 1 < room; count++)
        out[count] = letters[a->claims[count].verdict];
    out[count] = '\0';
    arena_destroy(arena);
}

static const struct {
    const char *text, *verdicts;
} sentences[] = {
    /* pairs */
    {"5,188件のうち49％（2,554件）", "c"},
    {"５，１８８件のうち４９％（２，５５４件）", "c"},
    {"5、188件のうち49％（2、554件）", "c"},
    {"5188件のうち50％（2554件）", "i"},
    {"5188件中2554件（49.2％）", "c"},
    {"5188件のうち2554件、49.3％", "i"},
    {"n=5188の49.2%（2554件）", "c"},
    {"2554/5188（49.2%）", "c"},
    {"2554/5188（49.3%）", "i"},
    /* of a whole that the draft does not state: no error */
    {"回答は1,417件だった。県別では、大阪府の201件（71.0％）が残すべきと答えた。", "u"},
    {"回答は1,417件だった。201件（71.0％）が残すべきと答えた。", "i"},
    {"対象は1,980薬局、回答は704薬局（回収率35.6％。前回は612薬局、33.1％）", "cu"},
    {"回答は704薬局だった。規模別では20店舗以上で43.4％だった。", "u"},
    /* no figures */
    {"区間は95％信頼区間（Wilson 1927）", ""},
    {"990件のうち72%（721件）", "i"},
    {"990件のうち73%（721件）", "c"},
    {"246件のうち約73%（181件）", "c"},
    {"1万2,735件のうち8,929件（70.1％）", "c"},
    {"12,735件のうち70.1％にあたる8929件", "c"},
    {"12,735件のうち70.3％にあたる8929件", "i"},
    /* halves go up */
    {"8件のうち6.3%（0件）", "i"},
    {"16件のうち1件（6.3%）", "c"},
    {"16件のうち1件（6.2%）", "i"},
    /* some count must give it */
    {"31件のうち71.0%", "u"},
    {"31件のうち72.0%", "i"},
    /* no claims at all */
    {"2024年1月31日、03-3375-5121、13:30、R6.6.21、8/27、問4、p.14、42.9万円", ""},
    {"5～10％の値上げ", ""},
    /* rates */
    {"55,357件に送付し8,672件の回答（回収率15.7%）", "c"},
    {"55,357件に送付し8,672件の回答（回収率16.7%）", "i"},
    {"8,672件の回答（回収率15.7%）", "u"},
    /* points */
    {"59.8%から70.1%へ10.3ポイント増", "uuc"},
    {"59.8%から70.1%へ10.3%増", "uui"},
    {"59.8%から70.1%へ17.2%増", "uuc"},
    {"59.8%から70.1%へ11.3ポイント増", "uui"},
    {"前回の59.8%から49.2%に増えた", "ui"},
    /* vague */
    {"約半数（49.2%）", "cu"},
    {"過半数（49.2%）", "iu"},
    {"3割強（32.5%）", "cu"},
    {"約4割（32.5%）", "iu"},
    {"三分の二（67.3%）", "cu"},
    {"四割弱（39.8%）", "cu"},
    {"4人に1人（25.5%）", "cu"},
    /* parts */
    {"医科6,216、歯科1,744、病院582、無回答130の計8,672", "c"},
    {"医科6,216、歯科1,744、病院528、無回答130の計8,672", "i"},
    {"8,672件（医科6,216、歯科1,744、病院582、無回答130）", "c"},
    {"8,672件（医科6,216、歯科1,744、病院582、無回答310）", "i"},
    {"賛成4.4%、延期13.5%、残す79.4%、無回答2.8%", "uuuu"},
    {"賛成4.4%、延期13.5%、残す74.9%、無回答2.8%", "uuui"},
    /* a lower bound */
    {"少なくとも753件。\n753件の請求。", "s"},
    {"少なくとも753件。\n753医療機関。", ""},
    /* a number that the page has cut */
    {"この調査で資格情報の無効があると答えた医療機関は5,188件のうち49.\n2％（2,554件）だった。", "c"},
};

static void test_sentences(void **state) {
    (void)state;
    int failed = 0;
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        char found[64];
        verdicts(sentences[i].text, found, sizeof found);
        if (strcmp(found, sentences[i].verdicts) != 0) {
            print_error("%s: expected \"%s\", found \"%s\"\n", sentences[i].text, sentences[i].verdicts,
                        found);
            failed++;
        }
    }
    assert_int_equal(failed, 0);
}

static void test_bases(void **state) {
    (void)state;
    const struct audit_percent p = {739, 1, 0};
    struct audit_range bases = audit_bases_for(181, p);
    assert_int_equal(bases.low, 245);
    assert_int_equal(bases.high, 245);
    for (int64_t n = 181; n < 400; n++) {
        bool fits = audit_fits((struct audit_range){181, 181}, (struct audit_range){n, n}, p);
        assert_int_equal(fits, n >= bases.low && n <= bases.high);
    }
}

/* What audit_bases_for and audit_counts_for say is what audit_fits accepts, over many small cases. */
static void test_inverse(void **state) {
    (void)state;
    for (int64_t n = 1; n <= 60; n++)
        for (int64_t mantissa = 0; mantissa <= 100; mantissa++) {
            const struct audit_percent p = {mantissa, 0, 0};
            struct audit_range counts = audit_counts_for(n, p);
            for (int64_t count = 0; count <= n; count++) {
                bool fits = audit_fits((struct audit_range){count, count}, (struct audit_range){n, n}, p);
                assert_int_equal(fits, count >= counts.low && count <= counts.high);
                struct audit_range bases = audit_bases_for(count, p);
                assert_int_equal(fits, count > 0 ? n >= bases.low && n <= bases.high : mantissa == 0);
            }
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_bases),
        cmocka_unit_test(test_inverse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
