using System.Net;
using System.Text.Json.Nodes;

namespace RoomTypes.Tests.Http;

public class ModelCardTests
{
    private const string Card = "room-type/2/MODEL_CARD.md";

    [Theory]
    [InlineData("room-type/2")]
    [InlineData("room-type/champion")]
    public async Task Card_OfAModel_IsItsMarkdown(string model)
    {
        using var models = Samples.CopyModels();
        await using var service = await TestService.StartAsync($"Models:Source={models.Path}");
        using var response = await service.Client.GetAsync($"/v1/models/{model}/card");

        Assert.Equal("text/markdown; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(models.Path, Card)), await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(true, false, HttpStatusCode.ServiceUnavailable, "card_unavailable")]
    [InlineData(false, true, HttpStatusCode.ServiceUnavailable, "card_unavailable")]
    [InlineData(true, true, HttpStatusCode.NotFound, "card_missing")]
    public async Task Card_ThatIsGoneOrAnother_IsTold(bool isDeleted, bool isChanged, HttpStatusCode status, string code)
    {
        using var models = Samples.CopyModels();
        var (registry, card) = (Path.Combine(models.Path, "registry.json"), Path.Combine(models.Path, Card));
        if (isChanged && isDeleted) await ForgetDigestAsync(registry);
        else if (isChanged) await File.AppendAllTextAsync(card, "Better than it is.");
        await using var service = await TestService.StartAsync($"Models:Source={models.Path}");
        if (isDeleted) File.Delete(card);
        using var response = await service.Client.GetAsync("/v1/models/room-type/2/card");

        Assert.Equal((status, code), (response.StatusCode, (await Samples.JsonAsync(response)).GetProperty("code").GetString()));
    }

    private static async Task ForgetDigestAsync(string registry)
    {
        var json = JsonNode.Parse(await File.ReadAllTextAsync(registry))!;
        foreach (var model in json["models"]!.AsArray()) model!.AsObject().Remove("cardSha256");
        await File.WriteAllTextAsync(registry, json.ToJsonString());
    }
}
