using System.Text.RegularExpressions;

namespace Sdks.Tests.Engine;

/// <summary>
/// The field numbers of the .proto files that the SDK and the engine share, against the protocol's: with a shared mistake
/// the two would still understand each other, but no real engine would.
/// </summary>
public partial class ProtocolTests
{
    [Theory]
    [InlineData("RegisterResourceRequest", "type 1, name 2, parent 3, custom 4, object 5, protect 6, dependencies 7, provider 8, propertyDependencies 9, deleteBeforeReplace 10, version 11, ignoreChanges 12, acceptSecrets 13, additionalSecretOutputs 14, aliasURNs 15, importId 16, customTimeouts 17, deleteBeforeReplaceDefined 18, remote 20, acceptResources 21, providers 22, replaceOnChanges 23, pluginDownloadURL 24, retainOnDelete 25, aliases 26, deletedWith 27, supportsResultReporting 32, packageRef 33, hooks 34, hideDiffs 37")]
    [InlineData("RegisterResourceResponse", "urn 1, id 2, object 3, propertyDependencies 6, result 7")]
    [InlineData("CustomTimeouts", "create 1, update 2, delete 3")]
    [InlineData("Spec", "name 1, type 2, stack 3, project 4, parentUrn 5, noParent 6")]
    [InlineData("Alias", "urn 1, spec 2")]
    [InlineData("ReadResourceRequest", "id 1, type 2, name 3, parent 4, properties 5, dependencies 6, provider 7, version 8, acceptSecrets 9, acceptResources 12")]
    [InlineData("ReadResourceResponse", "urn 1, properties 2")]
    [InlineData("ResourceInvokeRequest", "tok 1, args 2, provider 3, version 4, acceptResources 5, pluginDownloadURL 6")]
    [InlineData("InvokeResponse", "return 1, failures 2")]
    [InlineData("CheckFailure", "property 1, reason 2")]
    [InlineData("RegisterResourceOutputsRequest", "urn 1, outputs 2")]
    [InlineData("SupportsFeatureRequest", "id 1")]
    [InlineData("SupportsFeatureResponse", "hasSupport 1")]
    [InlineData("LogRequest", "severity 1, message 2, urn 3, streamId 4, ephemeral 5")]
    [InlineData("Result", "SUCCESS 0, FAIL 1, SKIP 2")]
    [InlineData("LogSeverity", "DEBUG 0, INFO 1, WARNING 2, ERROR 3")]
    public void Message_Fields_HaveTheProtocolsNumbers(string message, string fields)
    {
        var numbers = Fields(message);

        foreach (var field in fields.Split(", ").Select(text => text.Split(' ')))
            Assert.Equal((field[0], field[1]), (field[0], numbers.GetValueOrDefault(field[0])));
    }

    private static Dictionary<string, string> Fields(string message)
    {
        var text = string.Concat(Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Protos"), "*.proto").Select(File.ReadAllText));
        var start = Regex.Match(text, $@"^\s*(message|enum) {message} \{{", RegexOptions.Multiline);
        Assert.True(start.Success, message);
        var depth = 1;
        var end = start.Index + start.Length;
        for (; depth > 0; end++)
            depth += text[end] switch { '{' => 1, '}' => -1, _ => 0 };
        // Nested messages have numbers of their own.
        var body = NestedMessage().Replace(text[(start.Index + start.Length)..(end - 1)], "");
        return Field().Matches(body).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["number"].Value);
    }

    [GeneratedRegex(@"message \w+ \{(?>[^{}]+|\{[^{}]*\})*\}")]
    private static partial Regex NestedMessage();

    [GeneratedRegex(@"(?<name>\w+) = (?<number>\d+);")]
    private static partial Regex Field();
}
