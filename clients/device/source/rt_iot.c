#include "rt_iot.h"

#include <string.h>

/* ---- The request ---- */

static rt_result put(char *text, size_t size, size_t *length, const char *part)
{
    const size_t more = strlen(part);

    if (more >= (size - *length)) {
        return RT_NO_ROOM;
    }
    (void)memcpy(&text[*length], part, more + 1U);
    *length += more;
    return RT_OK;
}

rt_result rt_iot_head(const char *host, const char *role_alias, const char *thing, char *text, size_t size, size_t *length)
{
    const char *parts[8];
    size_t count = 0;
    size_t i;
    rt_result code = RT_OK;

    parts[count++] = "GET /role-aliases/";
    parts[count++] = role_alias;
    parts[count++] = "/credentials HTTP/1.1\r\nHost: ";
    parts[count++] = host;
    if (thing != NULL) {
        parts[count++] = "\r\nx-amzn-iot-thingname: ";
        parts[count++] = thing;
    }
    parts[count++] = "\r\nConnection: close\r\n\r\n";
    *length = 0;
    if (size == 0U) {
        return RT_NO_ROOM;
    }
    for (i = 0; (code == RT_OK) && (i < count); i++) {
        code = put(text, size, length, parts[i]);
    }
    return code;
}

/* ---- The answer ---- */

typedef struct {
    char *text;
    size_t length;
    size_t at;
} reader;

/* The next character that is no blank; a zero byte at the end. */
static char next(reader *from)
{
    while ((from->at < from->length) && ((from->text[from->at] == ' ') || (from->text[from->at] == '\t') || (from->text[from->at] == '\r') ||
                                         (from->text[from->at] == '\n'))) {
        from->at++;
    }
    return (from->at < from->length) ? from->text[from->at] : '\0';
}

static int take(reader *from, char c)
{
    if (next(from) != c) {
        return 0;
    }
    from->at++;
    return 1;
}

/* Four digits of hex that stand for a character of ASCII; a zero byte for all others. */
static char take_code(reader *from)
{
    uint32_t code = 0;
    unsigned i;

    for (i = 0; (i < 4U) && (from->at < from->length); i++) {
        const char c = from->text[from->at];
        const uint32_t digit = ((c >= '0') && (c <= '9'))   ? (uint32_t)(c - '0')
                               : ((c >= 'a') && (c <= 'f')) ? (uint32_t)(c - 'a') + 10U
                               : ((c >= 'A') && (c <= 'F')) ? (uint32_t)(c - 'A') + 10U
                                                            : 0x10000U;

        code = (code * 16U) + digit;
        from->at++;
    }
    return ((i == 4U) && (code < 0x7fU)) ? (char)code : '\0';
}

/* What an escape stands for; a zero byte for one that no credential has. */
static char take_escape(reader *from)
{
    const char c = from->text[from->at];

    from->at++;
    switch (c) {
    case 'u':
        return take_code(from);
    case '"':
    case '\\':
    case '/':
        return c;
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return '\0';
    }
}

/* A text, unescaped and ended where it lies; NULL if there is none. */
static const char *take_text(reader *from)
{
    char *start;
    size_t to;

    if (!take(from, '"')) {
        return NULL;
    }
    start = &from->text[from->at];
    to = from->at;
    while (from->at < from->length) {
        char c = from->text[from->at];

        from->at++;
        if (c == '"') {
            from->text[to] = '\0';
            return start;
        }
        if ((c == '\\') && (from->at < from->length)) {
            c = take_escape(from);
        }
        if ((uint8_t)c < 0x20U) {
            return NULL;
        }
        from->text[to] = c;
        to++;
    }
    return NULL;
}

/* What is no text ends before the next comma or brace: numbers, true, false and null; lists and objects are in no such answer. */
static int take_value(reader *from, const char **text)
{
    *text = NULL;
    if (next(from) == '"') {
        *text = take_text(from);
        return *text != NULL;
    }
    while ((from->at < from->length) && (from->text[from->at] != ',') && (from->text[from->at] != '}')) {
        if ((from->text[from->at] == '{') || (from->text[from->at] == '[') || (from->text[from->at] == '"')) {
            return 0;
        }
        from->at++;
    }
    return from->at < from->length;
}

static int number(const char *text, size_t digits, uint32_t *value)
{
    size_t i;

    *value = 0;
    for (i = 0; i < digits; i++) {
        if ((text[i] < '0') || (text[i] > '9')) {
            return 0;
        }
        *value = (*value * 10U) + (uint32_t)(text[i] - '0');
    }
    return 1;
}

/* 2026-11-21T13:00:00Z, with a fraction of the second or without; 0 if it is none. Years count from March, so that a leap day is the last. */
static uint64_t seconds_of(const char *text)
{
    uint32_t year;
    uint32_t month;
    uint32_t day;
    uint32_t hour;
    uint32_t minute;
    uint32_t second;
    uint32_t days;
    const size_t length = strlen(text);

    if ((length < 20U) || (text[length - 1U] != 'Z') || !number(text, 4U, &year) || !number(&text[5], 2U, &month) || !number(&text[8], 2U, &day) ||
        !number(&text[11], 2U, &hour) || !number(&text[14], 2U, &minute) || !number(&text[17], 2U, &second) || (text[4] != '-') || (text[7] != '-') ||
        (text[10] != 'T') || (text[13] != ':') || (text[16] != ':') || (year < 1970U) || (month < 1U) || (month > 12U) || (day < 1U) || (day > 31U) ||
        (hour > 23U) || (minute > 59U) || (second > 60U)) {
        return 0;
    }
    if (month <= 2U) {
        year--;
        month += 12U;
    }
    days = (365U * year) + (year / 4U) - (year / 100U) + (year / 400U) + (((153U * (month - 3U)) + 2U) / 5U) + (day - 1U) - 719468U;
    return ((uint64_t)days * 86400U) + (hour * 3600U) + (minute * 60U) + second;
}

static int is(const char *left, const char *right)
{
    const size_t length = strlen(right);

    return (strlen(left) == length) && (memcmp(left, right, length) == 0);
}

static int take_credentials(reader *from, rt_iot_credentials *credentials)
{
    if (!take(from, '{')) {
        return 0;
    }
    do {
        const char *value;
        const char *name = take_text(from);

        if ((name == NULL) || !take(from, ':') || !take_value(from, &value)) {
            return 0;
        }
        if (is(name, "accessKeyId")) {
            credentials->access_key_id = value;
        } else if (is(name, "secretAccessKey")) {
            credentials->secret_access_key = value;
        } else if (is(name, "sessionToken")) {
            credentials->session_token = value;
        } else if (is(name, "expiration") && (value != NULL)) {
            credentials->expires = seconds_of(value);
        } else {
            /* one that a later provider tells */
        }
    } while (take(from, ','));
    return take(from, '}');
}

rt_result rt_iot_read(char *json, size_t length, rt_iot_credentials *credentials)
{
    reader from;
    const char *name;

    from.text = json;
    from.length = length;
    from.at = 0;
    credentials->access_key_id = NULL;
    credentials->secret_access_key = NULL;
    credentials->session_token = NULL;
    credentials->expires = 0;
    if (!take(&from, '{')) {
        return RT_INVALID;
    }
    name = take_text(&from);
    if ((name == NULL) || !is(name, "credentials") || !take(&from, ':') || !take_credentials(&from, credentials) || !take(&from, '}')) {
        return RT_INVALID;
    }
    return ((credentials->access_key_id != NULL) && (credentials->secret_access_key != NULL) && (credentials->session_token != NULL) &&
            (credentials->expires > 0U))
               ? RT_OK
               : RT_INVALID;
}

int rt_iot_is_due(const rt_iot_credentials *credentials, uint64_t now)
{
    return (now + RT_IOT_EARLY) >= credentials->expires;
}
