#include "engine/tabulation/dataset.h"

#include "engine/tabulation/dataset_build.h"

const struct dataset *dataset_from_responses(struct arena *arena, const struct questionnaire *q,
                                             const struct response *const *responses, size_t count) {
    struct dataset_build b;
    dataset_build_begin(&b, arena, q, count, NULL, 0);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < q->question_count; j++)
            dataset_build_answer(&b, j, &responses[i]->answers[j]);
        dataset_build_row(&b, responses[i]->fields);
    }
    return dataset_build_end(&b);
}
