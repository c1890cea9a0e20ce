using System.Text;
using RoomTypes.Models;

namespace RoomTypes.Tests.Models;

public class ModelDocumentTests
{
    private const string Registry = """
        {"models":[{"name":"room-type","version":"1","stage":"production","sha256":"00","precision":"int8","labels":["kitchen","hallway"],
        "lineage":{"architecture":"net","parent":null},"metrics":{"places":{"accuracy":0.9,"ece":1e-2},"degraded":{}}, "later": [1]}]}
        """;

    [Fact]
    public void Read_ARegistry_HasEveryMember()
    {
        var model = Assert.Single(Read(Registry).Models);
        Assert.Equal(("room-type@1", "production", "00", "int8"), (model.Reference.ToString(), model.Stage, model.Sha256, model.Precision));
        Assert.Equal(["kitchen", "hallway"], model.Labels);
        Assert.Equal(new ModelLineage { Architecture = "net" }, model.Lineage);
        Assert.Equal([("places", "accuracy", 0.9), ("places", "ece", 0.01)], model.Metrics.SelectMany(table => table.Value.Select(metric => (table.Key, metric.Key, metric.Value))));
        Assert.Equal(["places", "degraded"], model.Metrics.Keys);
    }

    [Theory]
    [InlineData("\"models\"", "\"Models\"", "models is missing")]
    [InlineData("\"stage\":\"production\",", "", "models[0].stage is missing")]
    [InlineData("\"sha256\":\"00\"", "\"sha256\":0", "models[0].sha256 is 0; allowed is a text")]
    [InlineData("\"sha256\":\"00\"", "\"sha256\":null", "models[0].sha256 is missing")]
    [InlineData("[\"kitchen\",\"hallway\"]", "\"kitchen\"", "models[0].labels is \"kitchen\"; allowed is an array")]
    [InlineData("\"hallway\"]", "{}]", "models[0].labels[1] is {}; allowed is a text")]
    [InlineData("{\"architecture\":\"net\",\"parent\":null}", "[]", "models[0].lineage is []; allowed is an object")]
    [InlineData("\"ece\":1e-2", "\"ece\":\"low\"", "models[0].metrics.places.ece is \"low\"; allowed is a number")]
    [InlineData("\"degraded\":{}", "\"degraded\":7", "models[0].metrics.degraded is 7; allowed is an object")]
    [InlineData("\"later\": [1]}]}", "", "registry.json cannot be read")]
    [InlineData("{\"models\"", "[{\"models\"", "registry.json cannot be read")]
    public void Read_AMemberThatIsMissingOrWrong_NamesItsPathAndValue(string old, string @new, string expected) =>
        Assert.Contains(expected, Assert.Throws<ModelUnavailableException>(() => Read(Registry.Replace(old, @new, StringComparison.Ordinal))).Message);

    [Theory]
    [InlineData("1.5")]
    [InlineData("4294967296")]
    [InlineData("\"1\"")]
    public void Integer_OfAnythingElse_IsRefused(string value) => Assert.Contains(
        $"width is {value}; allowed is a whole number",
        Assert.Throws<ModelUnavailableException>(() => ModelDocument.Read(Encoding.UTF8.GetBytes($"{{\"width\":{value}}}"), "manifest.json", document => document.Integer("width"))).Message);

    private static ModelRegistry Read(string json) => ModelDocument.Read(Encoding.UTF8.GetBytes(json), "registry.json", ModelRegistry.Read);
}
