#include "importers/web/routes.h"

const struct web_route importers_routes[] = {
    {WEB_GET, "/api/surveys", WEB_SIGNED_IN, 0, entry_surveys},
    {WEB_POST, "/api/surveys", WEB_ADMIN, WEB_BODY_FORM, desk_add_survey},
    {WEB_GET, "/api/admin/surveys", WEB_OFFICER, 0, admin_surveys},
    {WEB_POST, "/api/admin/surveys", WEB_ADMIN, WEB_BODY_FILE, admin_post_survey},
    {WEB_GET, "/api/surveys/*/sent", WEB_OFFICER, 0, admin_sent},
    {WEB_POST, "/api/surveys/*/sent", WEB_ADMIN, WEB_BODY_SHEET, admin_post_sent},
    {WEB_GET, "/api/surveys/*/form", WEB_SIGNED_IN, 0, entry_get_form},
    {WEB_POST, "/api/surveys/*/look", WEB_KEYING, WEB_BODY_SHEET, entry_post_look},
    {WEB_POST, "/api/surveys/*/sheets", WEB_KEYING, WEB_BODY_SHEET, entry_post_sheet},
    {WEB_GET, "/api/surveys/*/draft", WEB_KEYING, 0, entry_get_draft},
    {WEB_POST, "/api/surveys/*/draft", WEB_KEYING, WEB_BODY_SHEET, entry_post_draft},
    {WEB_GET, "/api/returns/*", WEB_KEYING, 0, entry_get_return},
    {WEB_POST, "/api/returns/*", WEB_KEYING, WEB_BODY_SHEET, entry_post_return},
    {WEB_GET, "/api/progress", WEB_SIGNED_IN, 0, entry_progress},
    {WEB_POST, "/api/surveys/*/desk", WEB_KEYING, WEB_BODY_FORM, desk_work},
    {WEB_POST, "/api/surveys/*/links", WEB_OFFICER, WEB_BODY_FORM, online_post_links},
    {WEB_GET, "/f/*", WEB_ANYBODY, 0, online_get_form},
    {WEB_POST, "/f/*", WEB_ANYBODY, WEB_BODY_FORM, online_post_form},
    {0},
};
