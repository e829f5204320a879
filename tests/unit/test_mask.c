/* mask: what is proposed, and what is left alone, in texts as people write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/response/mask.h"

static const struct {
    const char *text, *masked;
} cases[] = {
    /* names */
    {"田中様の保険証", "〔氏名〕様の保険証"},
    {"患者田中 太郎さんが来院", "患者〔氏名〕さんが来院"},
    {"患者の佐々木　花子　様", "患者の〔氏名〕　様"},
    {"タナカさんと鈴木氏", "〔氏名〕さんと〔氏名〕氏"},
    {"患者様に説明、皆様の協力、多様な事例", "患者様に説明、皆様の協力、多様な事例"},
    {"同様に、様々な、氏名の●、仕様どおり", "同様に、様々な、氏名の●、仕様どおり"},
    {"患者さん、たくさん、おばあさん、奥さん", "患者さん、たくさん、おばあさん、奥さん"},
    {"山本先生に相談", "山本先生に相談"},
    {"健康保険組合さん、レセコンメーカーさん", "健康保険組合さん、レセコンメーカーさん"},
    {"有様、模様、君子", "有様、模様、君子"},
    /* names without 様 */
    {"患者の山田太郎が来院", "患者の〔氏名〕が来院"},
    {"担当の田中太郎看護師長が倒れた", "担当の〔氏名〕看護師長が倒れた"},
    {"石川理事長と妊婦さんが来院", "石川理事長と妊婦さんが来院"},
    {"患者山田の保険証", "患者〔氏名〕の保険証"},
    {"高橋由美子、昭和20年", "〔氏名〕、昭和20年"},
    {"佐々木 健一郎は無効と出た", "〔氏名〕は無効と出た"},
    {"氏名：早乙女　光子", "氏名：〔氏名〕"},
    {"患者名「小林」", "患者名「〔氏名〕」"},
    {"名前は山田です", "名前は〔氏名〕です"},
    {"フリガナ：ヤマダ　タロウ", "フリガナ：〔氏名〕"},
    {"ふりがな：やまだ たろう", "ふりがな：〔氏名〕"},
    /* after a label, whole: a surname that is known or not, blanks, kana, and what follows it */
    {"氏名：山田太郎 電話03-1234-5678", "氏名：〔氏名〕 電話〔電話番号〕"},
    {"氏名：早乙女光子　電話03-1234-5678", "氏名：〔氏名〕　電話〔電話番号〕"},
    {"高橋由美子 電話03-1234-5678", "〔氏名〕 電話〔電話番号〕"},
    {"お名前:勅使河原、生年月日", "お名前:〔氏名〕、生年月日"},
    {"氏名 早乙女　光子。", "氏名 〔氏名〕。"},
    {"患者氏名：林 太郎 45歳", "患者氏名：〔氏名〕 45歳"},
    {"氏名：林 太郎45歳、氏名：山田 昭和20年1月2日生", "氏名：〔氏名〕45歳、氏名：〔氏名〕 〔生年月日〕生"},
    {"患者名：早乙女ひろみ、再来", "患者名：〔氏名〕、再来"},
    {"名前：山田　ひろみ", "名前：〔氏名〕"},
    {"氏名：やまだひろこ、", "氏名：〔氏名〕、"},
    {"氏名：早乙女光子（サオトメミツコ）", "氏名：〔氏名〕）"},
    {"カナ氏名：ヤマダ タロウ3回", "カナ氏名：〔氏名〕3回"},
    {"フリガナ：ﾔﾏﾀﾞ ﾀﾛｳ。", "フリガナ：〔氏名〕。"},
    {"氏名：早乙女　光子が来院", "氏名：〔氏名〕が来院"},
    {"担当：御手洗、院長 山田、", "担当：〔氏名〕、院長 〔氏名〕、"},
    {"院長　早乙女 光子。担当 御手洗", "院長　〔氏名〕。担当 〔氏名〕"},
    {"氏名：早乙女が来院", "氏名：〔氏名〕が来院"},
    {"院長：早乙女光子 先生", "院長：〔氏名〕 先生"},
    /* and what is said of a name, which is none */
    {"氏名：の欄が●", "氏名：の欄が●"},
    {"氏名が一致しない", "氏名が一致しない"},
    {"名前：●●、氏名・住所の誤り", "名前：●●、氏名・住所の誤り"},
    {"氏名 住所 生年月日の不一致", "氏名 住所 生年月日の不一致"},
    {"氏名：一部のみ、名前：なし、氏名：ずれ", "氏名：一部のみ、名前：なし、氏名：ずれ"},
    {"氏名：半角カナ、フリガナ：エラー", "氏名：半角カナ、フリガナ：エラー"},
    {"担当：医療事務、担当：外科、院長 交代", "担当：医療事務、担当：外科、院長 交代"},
    {"担当 不在。氏名 が違う", "担当 不在。氏名 が違う"},
    {"氏名：●", "氏名：●"},
    {"氏名：不一致、住所：空白", "氏名：不一致、住所：空白"},
    {"名前は漢字表記、氏名は旧字体", "名前は漢字表記、氏名は旧字体"},
    {"名前の読み方が違う", "名前の読み方が違う"},
    {"フリガナ：エラー表示", "フリガナ：エラー表示"},
    {"患者の石川県からの転入、山口県内", "患者の石川県からの転入、山口県内"},
    {"松本市の中村医院、高橋内科", "松本市の中村医院、高橋内科"},
    {"患者の内田医師に照会、小林製薬", "患者の内田医師に照会、小林製薬"},
    {"本人確認、患者確認の後", "本人確認、患者確認の後"},
    /* phones */
    {"03-1234-5678に電話", "〔電話番号〕に電話"},
    {"電話０９０ー１２３４ー５６７８まで", "電話〔電話番号〕まで"},
    {"TEL:(0832)22-1234", "TEL:〔電話番号〕"},
    {"（０３）１２３４－５６７８、(電話03-1234-5678)", "〔電話番号〕、(電話〔電話番号〕)"},
    {"+81-90-1234-5678、＋８１(0)3-1234-5678", "〔電話番号〕、〔電話番号〕"},
    {"+8件、+812、(3)件", "+8件、+812、(3)件"},
    {"フリーダイヤル0120-123-456", "フリーダイヤル〔電話番号〕"},
    {"0312345678", "〔電話番号〕"},
    {"約100件、12-34で", "約100件、12-34で"},
    /* numbers */
    {"保険者番号06130012で照会", "保険者番号〔番号〕で照会"},
    {"記号12-34 番号５６７８９", "記号〔番号〕 番号〔番号〕"},
    {"番号は1234567だった", "番号は〔番号〕だった"},
    {"20240109に発行、2024年", "20240109に発行、2024年"},
    {"10000件", "10000件"},
    /* individual numbers: the check digit of the first is right, of the second wrong */
    {"1234 5678 9018", "〔個人番号〕"},
    {"１２３４５６７８９０１８です", "〔個人番号〕です"},
    {"123456789012", "123456789012"},
    /* births */
    {"昭和20年3月1日生", "〔生年月日〕生"},
    {"Ｓ20.3.1の方", "〔生年月日〕の方"},
    {"平成元年1月8日生まれ", "〔生年月日〕生まれ"},
    {"生年月日：2001/02/03", "生年月日：〔生年月日〕"},
    {"1945年3月1日生まれ", "〔生年月日〕生まれ"},
    {"令和5年10月1日から", "令和5年10月1日から"},
    {"2023/10/01以降", "2023/10/01以降"},
    /* addresses */
    {"住所は東京都新宿区西新宿2-8-1でした", "住所は〔住所〕でした"},
    {"山口市滝町１番１号へ転居", "〔住所〕へ転居"},
    {"大阪府大阪市中央区大手前2丁目", "〔住所〕"},
    {"東京都の患者3名", "東京都の患者3名"},
    {"市町村の窓口で2023年から", "市町村の窓口で2023年から"},
    {"市役所に2回電話", "市役所に2回電話"},
    /* e-mail */
    {"連絡はtaro.tanaka@example.or.jpへ", "連絡は〔メールアドレス〕へ"},
    {"ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "〔メールアドレス〕"},
    {"@だけ、a@b", "@だけ、a@b"},
    /* several, and none */
    {"鈴木様（昭和12年5月6日生）、電話03-1111-2222", "〔氏名〕様（〔生年月日〕生）、電話〔電話番号〕"},
    {"様がよい、氏が、さん", "様がよい、氏が、さん"},
    {"", ""},
    {"●表記で読めない", "●表記で読めない"},
};

static void test_proposals(void **state) {
    (void)state;
    struct fault f = {0};
    const struct mask_rules *rules = mask_rules_get(&f);
    if (!rules)
        fail_msg("%s", f.text);
    int wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_create();
        struct mask_span *spans;
        size_t count;
        mask_find(arena, rules, cases[i].text, &spans, &count);
        char *masked = mask_apply(arena, rules, cases[i].text, spans, count);
        if (strcmp(masked, cases[i].masked) != 0) {
            print_error("%s\n  becomes %s\n  not     %s\n", cases[i].text, masked, cases[i].masked);
            wrong++;
        }
        for (size_t k = 0; k < count; k++)
            assert_true(spans[k].from < spans[k].to && (!k || spans[k - 1].to <= spans[k].from));
        arena_destroy(arena);
    }
    assert_int_equal(wrong, 0);
}

/* Any order of the pieces that mean something: spans stay whole, in order and apart. */
static void test_any_text(void **state) {
    (void)state;
    static const char *const pieces[] = {"様",   "さん", "君", "市", "町",   "東京都", "0",  "3",  "12",
                                         "-",    "ー",   " ",  "　", "昭和", "S",      "年", "月", "日",
                                         "生",   ".",    "/",  "@",  "a",    "田",     "タ", "の", "番号",
                                         "丁目", "番",   "元", "(",  ")",    "患者",   "１", "々"};
    struct fault f = {0};
    const struct mask_rules *rules = mask_rules_get(&f);
    uint32_t dice = 1;
    struct arena *arena = arena_create();
    for (int round = 0; round < 20000; round++) {
        char text[128] = "";
        for (int i = 0; i < 12; i++) {
            dice = dice * 1664525u + 1013904223u;
            strcat(text, pieces[(dice >> 16) % (sizeof pieces / sizeof *pieces)]);
        }
        struct mask_span *spans;
        size_t count, length = strlen(text);
        mask_find(arena, rules, text, &spans, &count);
        for (size_t k = 0; k < count; k++)
            if (spans[k].from >= spans[k].to || spans[k].to > length ||
                (k && spans[k - 1].to > spans[k].from) || ((unsigned char)text[spans[k].from] & 0xC0) == 0x80)
                fail_msg("%s: span %zu", text, k);
        arena_reset(arena);
    }
    arena_destroy(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_proposals), cmocka_unit_test(test_any_text)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
