#include "rt_sign.h"

static void put_number(char *text, unsigned digits, unsigned number)
{
    while (digits > 0U) {
        digits--;
        text[digits] = (char)('0' + (char)(number % 10U));
        number /= 10U;
    }
}

/* From days to the date of the Gregorian calendar, in eras of 400 years that begin in March, so that the leap day is a year's last. */
rt_result rt_time(uint64_t seconds, char text[17])
{
    const uint32_t day_seconds = (uint32_t)(seconds % 86400U);
    uint32_t days;
    uint32_t era;
    uint32_t day;
    uint32_t year;
    uint32_t month;

    if (seconds > 253402300799U) {
        return RT_INVALID;
    }
    days = (uint32_t)(seconds / 86400U) + 719468U;
    era = days / 146097U;
    day = days % 146097U;
    year = (day - (day / 1460U) + (day / 36524U) - (day / 146096U)) / 365U;
    day -= (365U * year) + (year / 4U) - (year / 100U);
    month = ((5U * day) + 2U) / 153U;
    day -= ((153U * month) + 2U) / 5U;
    year += (era * 400U) + ((month >= 10U) ? 1U : 0U);
    put_number(&text[0], 4U, year);
    put_number(&text[4], 2U, (month < 10U) ? (month + 3U) : (month - 9U));
    put_number(&text[6], 2U, day + 1U);
    text[8] = 'T';
    put_number(&text[9], 2U, day_seconds / 3600U);
    put_number(&text[11], 2U, (day_seconds / 60U) % 60U);
    put_number(&text[13], 2U, day_seconds % 60U);
    text[15] = 'Z';
    text[16] = '\0';
    return RT_OK;
}
