using System.Text;
using System.Text.Json;
using RoomTypes.Json;

namespace RoomTypes.Tests.Json;

public class JsonPatchTests
{
    private static readonly JsonReaderOptions Syntax = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    [Theory]
    [InlineData("""{"a":1}""", """{"a":2}""")]
    [InlineData("""{"A" : 1 /* why */ }""", """{"A" : 2 /* why */ }""")]
    [InlineData("""{"a":1,"a":3}""", """{"a":1,"a":2}""")]
    [InlineData("""{"b":{"a":7}}""", """{"a": 2,"b":{"a":7}}""")]
    [InlineData("{\n    // first\n    \"b\": \"\\\"ä\"\n}", "{\n    \"a\": 2,\n    // first\n    \"b\": \"\\\"ä\"\n}")]
    public void Set_OfAMember_LeavesAllElseAsItIsWritten(string before, string after)
    {
        Assert.Equal(after, Patch(before, (patch, root) => patch.Set(root, "a", "2")));
        Assert.Equal($"\uFEFF{after}", Patch($"\uFEFF{before}", (patch, root) => patch.Set(root, "a", "2")));
    }

    [Theory]
    [InlineData("""{"l":[]}""", """{"l":[9]}""")]
    [InlineData("""{"l":[ 1, 2, ]}""", """{"l":[ 9, 1, 2, ]}""")]
    public void Prepend_ToAList_ComesFirst(string before, string after) =>
        Assert.Equal(after, Patch(before, (patch, root) => patch.Prepend(root.Members["l"], "9")));

    [Fact]
    public void Apply_OfSeveralChanges_MakesAll() => Assert.Equal(
        """{ "y": 6, "z": 5, "a": 30, "b": [ 7, 2 ] }""",
        Patch("""{ "a": 1, "b": [ 2 ] }""", (patch, root) =>
        {
            patch.Prepend(root.Members["b"], "7");
            patch.Set(root, "y", "6");
            patch.Set(root, "a", "30");
            patch.Set(root, "z", "5");
        }));

    private static string Patch(string json, Action<JsonPatch, JsonPlace> change)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        var patch = new JsonPatch(utf8);
        change(patch, JsonPlace.Read(utf8, Syntax));
        return Encoding.UTF8.GetString(patch.Apply());
    }
}
