using System.Text;
using System.Text.Json.Nodes;

namespace RoomTypes.Tests.Http;

public sealed class ClassificationTests(SharedService shared) : IClassFixture<SharedService>
{
    [Theory]
    [InlineData("image/jpeg")]
    [InlineData("application/octet-stream")]
    public async Task Classify_APictureAsItIs_AnswersLabelsAndScores(string type)
    {
        var scores = JsonNode.Parse(await (await shared.Service.PostAsync(Samples.Kitchen, type, "/models/room-type")).Content.ReadAsStringAsync())!.AsArray();
        Assert.Equal(6, scores.Count);
        Assert.Equal("kitchen", (string)scores[0]!["label"]!);
        Assert.Equal(scores.Select(score => (float)score!["score"]!).OrderDescending(), scores.Select(score => (float)score!["score"]!));
    }

    [Fact]
    public async Task Classify_APictureInJson_TakesTopKAndPassesOverOtherParameters()
    {
        var json = $$$"""{"inputs":"{{{Convert.ToBase64String(Samples.Kitchen)}}}","parameters":{"function_to_apply":"softmax","top_k":2}}""";
        using var response = await shared.Service.PostAsync(Encoding.UTF8.GetBytes(json), "application/json", "/models/room-type@3");
        Assert.Equal(2, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsArray().Count);
    }

    [Theory]
    [InlineData("/models/other", "{}", 404, "not served")]
    [InlineData("/models/room-type", "{}", 400, "at least 1")]
    [InlineData("/models/room-type", """{"inputs":"AAAA"}""", 422, "JPEG, PNG")]
    [InlineData("/models/room-type", """{"inputs":"AAAA","input":1}""", 400, "inputs, parameters")]
    [InlineData("/models/room-type", """{"inputs":["AAAA"]}""", 400, "base64")]
    public async Task Classify_WhatCannotBeAnswered_IsToldInTheMemberThatClientsRead(string path, string json, int status, string error)
    {
        using var response = await shared.Service.PostAsync(Encoding.UTF8.GetBytes(json), "application/json", path);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(error, (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!);
    }
}
