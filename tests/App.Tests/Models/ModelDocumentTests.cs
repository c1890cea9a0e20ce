using System.Text;
using RoomTypes.Models;

namespace RoomTypes.Tests.Models;

public class ModelDocumentTests
{
    private const string Registry = """
        {"models":[{"name":"room-type","version":"1","stage":"production","sha256":"00","precision":"int8","labels":["kitchen","hallway"],
        "lineage":{"architecture":"net","parent":null},"metrics":{"places":{"accuracy":0.9,"ece":1e-2},"degraded":{}}, "later": [1]}]}
        """;

    private const string Later = """
        {"models":[{"name":"room-type","version":"1","stage":"production","sha256":"00","precision":"int8","labels":[],
        "lineage":{"architecture":"net","dataSets":{"homes":"ab"},"revision":"c0ffee","parameters":{"seed":"7"}},"metrics":{},
        "manifestSha256":"11","cardSha256":"22","signature":"MEQ=","registered":"2026-11-29T12:00:00Z","tags":{"team":"rooms"},
        "approvals":[{"time":"2026-11-29T13:00:00Z","by":"ada","action":"promote","reason":"why","override":true},{"time":"2026-11-29T14:00:00Z","by":"bob","action":"archive"}]},
        {"name":"room-type","version":"2","stage":"archived","sha256":"00","precision":"int8","labels":[],"lineage":{"architecture":"net"},"metrics":{}}],
        "aliases":{"room-type":{"previous":"1"}}}
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

    [Fact]
    public void Read_ARegistryWithAliasesAndApprovals_HasEveryMember()
    {
        var registry = Read(Later);
        var model = registry.Models[0];
        Assert.Equal(("11", "22", "MEQ=", DateTimeOffset.Parse("2026-11-29T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture)), (model.ManifestSha256, model.CardSha256, model.Signature, model.RegisteredAt));
        Assert.Equal(("ab", "c0ffee", "7", "rooms"), (model.Lineage.DataSets?["homes"], model.Lineage.Revision, model.Lineage.Parameters?["seed"], model.Tags?["team"]));
        Assert.Equal([("ada", "promote", "why", true), ("bob", "archive", null, false)], model.Approvals.Select(approval => (approval.By, approval.Action, approval.Reason, approval.Override)));
        Assert.Equal(["champion", "previous"], registry.AliasesOf(model));
        Assert.Equal(model, registry.Find(new("room-type", "champion")));
        Assert.Equal(model, registry.Find(new("room-type", "previous")));
        Assert.Null(registry.Find(new("room-type", "challenger")));
    }

    [Theory]
    [InlineData("\"previous\":\"1\"", "\"previous\":\"9\"", "aliases.room-type.previous is \"9\"; allowed is a version of room-type: 1, 2")]
    [InlineData("\"previous\":\"1\"", "\"previous\":\"2\"", "aliases.room-type.previous is \"2\", which is archived")]
    [InlineData("\"previous\":\"1\"", "\"previous\":1", "aliases.room-type.previous is 1; allowed is a text")]
    [InlineData("\"previous\":\"1\"", "\"9x\":\"1\"", "aliases.room-type.9x is no alias")]
    [InlineData("{\"room-type\":{\"previous\"", "{\"lamp\":{\"previous\"", "aliases.lamp.previous is \"1\"; allowed is a version of lamp")]
    [InlineData("\"stage\":\"production\"", "\"stage\":\"candidate\"", "aliases.room-type.champion is \"1\" in stage candidate")]
    [InlineData("\"registered\":\"2026-11-29T12:00:00Z\"", "\"registered\":\"today\"", "models[0].registered is \"today\"; allowed is a time")]
    [InlineData("\"override\":true", "\"override\":1", "models[0].approvals[0].override is 1; allowed is true or false")]
    public void Read_AnAliasOrApprovalThatCannotBe_NamesItsPathAndValue(string old, string @new, string expected) =>
        Assert.Contains(expected, Assert.Throws<ModelUnavailableException>(() => Read(
            (expected.Contains("champion", StringComparison.Ordinal) ? Later.Replace("\"previous\"", "\"champion\"", StringComparison.Ordinal) : Later).Replace(old, @new, StringComparison.Ordinal))).Message);

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
