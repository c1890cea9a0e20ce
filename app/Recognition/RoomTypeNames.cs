using System.Text;
using RoomTypes.V1;

namespace RoomTypes.Recognition;

/// <summary>Maps the labels of models to the contract's room types.</summary>
internal static class RoomTypeNames
{
    private static readonly Dictionary<string, RoomType> ByLabel =
        Enum.GetValues<RoomType>().Where(type => type != RoomType.Unspecified).ToDictionary(Label);

    /// <summary>The room type that a label such as dining_room names, or unspecified.</summary>
    public static RoomType Parse(string label) => ByLabel.GetValueOrDefault(label);

    /// <summary>The label that a room type has, for example dining_room.</summary>
    public static string Label(RoomType type) => Snake(type.ToString());

    /// <summary>The snake_case of a name in PascalCase.</summary>
    public static string Snake(string name)
    {
        var snake = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && snake.Length > 0) snake.Append('_');
            snake.Append(char.ToLowerInvariant(c));
        }

        return snake.ToString();
    }
}
