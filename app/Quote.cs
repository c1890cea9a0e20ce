namespace RoomTypes;

/// <summary>Shows callers what they sent without sending all of it back.</summary>
internal static class Quote
{
    private const int Longest = 80;

    /// <summary>The value in quotation marks, cut to 80 characters.</summary>
    public static string Of(string value) => value.Length > Longest ? $"'{value[..Longest]}...'" : $"'{value}'";
}
