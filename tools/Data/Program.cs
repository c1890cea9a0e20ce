using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;
using Rendering;
using RoomTypes;
using RoomTypes.Configuration;
using RoomTypes.Data;
using RoomTypes.Data.Checks;
using RoomTypes.Data.Pictures;
using RoomTypes.Data.Reports;
using RoomTypes.Data.Splitting;
using RoomTypes.Models;
using Spectre.Console;

var output = Consoles.Output();
var progress = Consoles.Error();
var manifest = new Argument<string>("MANIFEST") { Description = "The data set: a file of JSON lines" };
var json = new Option<bool>("--json") { Description = "Print one JSON object" };
var root = new RootCommand("Keeps data sets of labelled pictures: what is in them, whether they can be trusted, what is for training and what for testing.")
{
    Add(), Validate(), Split(), Stats(),
};
return await root.Parse(args).InvokeAsync();

Command Add()
{
    var sources = new Argument<string[]>("SOURCE") { Description = "Pictures, or folders of them; the nearest folder named by a label says what they show", Arity = ArgumentArity.OneOrMore };
    var to = new Option<string>("--to") { Description = "The manifest, which is made if there is none", Required = true };
    var label = new Option<string?>("--label") { Description = "What all of them show, for example kitchen" };
    var entity = new Option<string?>("--entity") { Description = "A regular expression over a picture's path, whose first group or match is its entity, for example 'home-[0-9]+'" };
    var split = new Option<string?>("--split") { Description = "The split that they are in, where somebody has split them already" };
    var command = new Command("add", "Adds pictures, with their digests and what their pixels say.") { sources, to, label, entity, split };
    command.SetAction((arguments, _) => RunAsync(() => Task.FromResult(
        AddTo(arguments.GetRequiredValue(to), arguments.GetRequiredValue(sources), arguments.GetValue(label), arguments.GetValue(entity), arguments.GetValue(split)))));
    return command;
}

Command Validate()
{
    var model = new Option<string?>("--model") { Description = "A model that looks for wrong labels, for example room-type@2; it must not have learnt from these pictures" };
    var command = new Command("validate", "Finds missing and changed files, unknown and likely wrong labels, pictures twice or in two splits, and those of which little can be seen. Ends with 1 on errors.") { manifest, model, json };
    command.SetAction((arguments, _) => RunAsync(async () =>
    {
        var data = DataSet.Read(arguments.GetRequiredValue(manifest));
        var findings = await WithProgressAsync("Looking at labels", data.Items.Count, arguments.GetValue(model) is not null, step => Validation.OfAsync(data, arguments.GetValue(model), step));
        var errors = findings.Count(finding => finding.IsError);
        if (arguments.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(new(data.Digest, data.Items.Count, errors, findings), DataJson.Default.ValidationReport));
        else new TableReport(output).Write(data, findings);
        return errors == 0 ? 0 : 1;
    }));
    return command;
}

Command Split()
{
    var shares = new Option<string>("--shares") { Description = "Names and shares", DefaultValueFactory = _ => "train=0.8,validation=0.1,test=0.1" };
    var seed = new Option<int>("--seed") { Description = "Another seed, another split" };
    var again = new Option<bool>("--again") { Description = "Split all anew; otherwise what has a split keeps it" };
    var command = new Command("split", "Shares the pictures out, by label; what is of one entity or looks alike stays together.") { manifest, shares, seed, again };
    command.SetAction((arguments, _) => RunAsync(() =>
    {
        var path = arguments.GetRequiredValue(manifest);
        var data = DataSet.Read(path);
        if (arguments.GetValue(again)) data = data with { Items = [.. data.Items.Select(item => item with { Split = null })] };
        data = Splitter.Split(data, Shares.Parse(arguments.GetValue(shares)!), arguments.GetValue(seed));
        data.Write(path);
        new TableReport(output).Write(Statistics.Of(data));
        return Task.FromResult(0);
    }));
    return command;
}

Command Stats()
{
    var svg = new Option<string?>("--svg") { Description = "Write a chart of pictures by label and split to this file" };
    var command = new Command("stats", "Counts pictures by label and split, and tells sizes, light and sharpness.") { manifest, json, svg };
    command.SetAction((arguments, _) => RunAsync(() =>
    {
        var statistics = Statistics.Of(DataSet.Read(arguments.GetRequiredValue(manifest)));
        if (arguments.GetValue(svg) is { } file) File.WriteAllText(file, CountChart.Draw(statistics));
        if (arguments.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(statistics, DataJson.Default.Statistics));
        else new TableReport(output).Write(statistics);
        return Task.FromResult(0);
    }));
    return command;
}

int AddTo(string to, string[] sources, string? label, string? entity, string? split)
{
    var known = label is null ? null : PictureFiles.LabelOf(label) ?? throw new DataException($"The label is '{label}'; allowed are {string.Join(", ", PictureFiles.Labels)}.");
    List<(string, string)> pictures = [.. sources.SelectMany(source => PictureFiles.Find(source, known))];
    var data = File.Exists(to) ? DataSet.Read(to) : DataSet.Of(to, []);
    var addition = WithProgressAsync("Reading pictures", pictures.Count, true, step => Task.FromResult(new AddCommand(Expression(entity), split).Add(data, pictures, step))).GetAwaiter().GetResult();
    addition.Data.Write(to);
    foreach (var (path, why) in addition.Failures) progress.WritePlainLine($"[red]{path}[/]: {why}");
    output.WritePlainLine($"{addition.Added} added, {addition.Known} there already, {addition.Failures.Count} not taken; {addition.Data.Items.Count} pictures");
    return addition.Failures.Count == 0 ? 0 : 1;
}

static Regex? Expression(string? text)
{
    try
    {
        return text is null ? null : new Regex(text, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }
    catch (ArgumentException exception)
    {
        throw new DataException($"--entity '{text}' is no regular expression: {exception.Message}");
    }
}

async Task<int> RunAsync(Func<Task<int>> run)
{
    try
    {
        return await run();
    }
    catch (Exception exception) when (exception is DataException or InvalidSettingsException or ModelUnavailableException or ServiceException or IOException or UnauthorizedAccessException)
    {
        progress.WritePlainLine($"[red]{exception.Message}[/]");
        return 2;
    }
}

Task<T> WithProgressAsync<T>(string title, int count, bool isShown, Func<Action, Task<T>> run) => !isShown ? run(() => { }) : progress.Progress().StartAsync(context =>
{
    var task = context.AddTask(title, maxValue: count);
    return run(() => task.Increment(1));
});
