using System.Text;

namespace RoomTypes.Json;

/// <summary>Changes of a JSON text, made together.</summary>
/// <param name="utf8">The text.</param>
internal sealed class JsonPatch(byte[] utf8)
{
    private readonly List<(int Start, int End, byte[] Text)> _changes = [];

    /// <summary>Gives an object's member a value; one that is not there yet comes first.</summary>
    /// <param name="place">The object, which has members.</param>
    /// <param name="member">Its name, which needs no escapes.</param>
    /// <param name="json">The value.</param>
    public void Set(JsonPlace place, string member, string json)
    {
        if (place.Members.TryGetValue(member, out var value)) Replace(value, json);
        else InsertFirst(place, $"\"{member}\": {json},");
    }

    /// <summary>Puts another value in the place of one.</summary>
    public void Replace(JsonPlace place, string json) => _changes.Add((place.Start, place.End, Encoding.UTF8.GetBytes(json)));

    /// <summary>Adds a value before all others of a list.</summary>
    public void Prepend(JsonPlace list, string json) => InsertFirst(list, list.Items.Count > 0 ? $"{json}," : json);

    /// <summary>The text with all changes.</summary>
    public byte[] Apply()
    {
        using var changed = new MemoryStream();
        var end = 0;
        foreach (var change in _changes.OrderBy(change => change.Start))
        {
            changed.Write(utf8.AsSpan(end, change.Start - end));
            changed.Write(change.Text);
            end = change.End;
        }

        changed.Write(utf8.AsSpan(end));
        return changed.ToArray();
    }

    // With the white space before what was first, which then follows the new one too.
    private void InsertFirst(JsonPlace place, string json)
    {
        var start = place.Start + 1;
        var space = 0;
        while (utf8[start + space] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') space++;
        _changes.Add((start, start, [.. utf8.AsSpan(start, space), .. Encoding.UTF8.GetBytes(json)]));
    }
}
