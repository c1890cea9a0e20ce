using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Extensions.Configuration;
using RoomTypes.Configuration;
using RoomTypes.Hosting;

namespace Seams.Tests.Support;

/// <summary>A setting of the service: what is read, and what the comments of its options class say.</summary>
internal sealed partial record ServiceSetting(Setting Read, string Meaning, string Default, string Allowed)
{
    /// <summary>All that an options class declares or reads, in the order of reading.</summary>
    public static IReadOnlyList<ServiceSetting> All()
    {
        var reader = new SettingReader(new ConfigurationBuilder().Build().GetSection(SettingReader.Section));
        _ = ServiceOptions.Read(reader, HostLimits.Current);
        var properties = Properties(typeof(ServiceOptions), "").ToDictionary(entry => entry.Key, entry => entry.Property);
        Assert.Equal(properties.Keys.Order(StringComparer.Ordinal), reader.Settings.Select(setting => setting.Key).Order(StringComparer.Ordinal));

        var comments = XDocument.Load(Path.ChangeExtension(typeof(ServiceOptions).Assembly.Location, ".xml"))
            .Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);
        return [.. reader.Settings.Select(setting => Of(setting, comments[$"P:{properties[setting.Key].DeclaringType}.{properties[setting.Key].Name}"]))];
    }

    /// <summary>Where comment and code differ; nothing where they agree.</summary>
    public IEnumerable<string> Faults()
    {
        if (Meaning.Length == 0) yield return $"{Read.Key} has no summary.";
        if (!Default.StartsWith(Read.Default ?? "", StringComparison.Ordinal) || Default.Length == 0)
            yield return $"{Read.Key}: its <value> says 'Default {Default}'; read is '{Read.Default}'.";
        if (!Allowed.StartsWith(Read.Allowed, StringComparison.Ordinal) || Allowed.Length == 0)
            yield return $"{Read.Key}: its <value> allows '{Allowed}'; read is '{Read.Allowed}'.";
    }

    private static ServiceSetting Of(Setting setting, XElement comment)
    {
        var value = Value().Match(Text(comment.Element("value")));
        var allowed = value.Groups["allowed"].Value;
        return new(setting, Text(comment.Element("summary")), value.Groups["default"].Value, allowed.Length > 0 || setting.Type is not ("text" or "list") ? allowed : setting.Allowed);
    }

    // The options' names are the sections, but that a request's, the administrator's, the page's, the end's and a signature's are all of HTTP.
    private static IEnumerable<(string Key, PropertyInfo Property)> Properties(Type options, string section) => options.GetProperties().SelectMany(property =>
        property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal)
            ? Properties(property.PropertyType, $"{section}{(property.Name is "Requests" or "Admin" or "Pages" or "Shutdown" or "Signing" ? "Http" : property.Name)}:")
            : [($"{section}{property.Name}", property)]);

    private static string Text(XElement? element) => Spaces().Replace(string.Concat(element?.Nodes().Select(Text) ?? []), " ").Trim();

    private static string Text(XNode node) => node switch
    {
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")!.Value.Split('.')[^1]}`",
        XText text => text.Value,
        _ => throw new NotSupportedException($"{node} in the comment of an option"),
    };

    [GeneratedRegex(@"^Default (?<default>[^;]+?)(; (?<allowed>.+))?\.$")]
    private static partial Regex Value();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
