using Pipelines;

namespace RoomTypes.Tests;

/// <summary>What a pipeline may say, and what is told of one that says something else.</summary>
public class PipelineFileTests
{
    private const string Good = """
        name: small
        parameters:
          data: { meaning: pictures }
          maybe: { meaning: a switch, default: "" }
        steps:
          - name: measure
            run: [evaluate, "{data}", --runs, "{data}/{run}"]
            inputs: ["{data}/{run}/made"]
            timeout: 1m
          - name: make
            run: [retrain, --to, "{data}/{run}/made"]
            outputs: ["{data}/{run}/made"]
            timeout: 1m
          - name: decide
            approval: { remind: 1h }
            after: [measure]
            timeout: 1d
          - name: publish
            run: [promote, --by, "{decide.by}"]
            after: [decide]
            timeout: 1m
        """;

    [Fact]
    public void Parse_StepsInAnyOrder_PutsThoseFirstThatMakeWhatOthersRead()
    {
        var pipeline = PipelineFile.Parse("small.yaml", Good);

        Assert.Equal(["make", "measure", "decide", "publish"], pipeline.Steps.Select(step => step.Name));
        Assert.Equal(["make"], pipeline.Require("measure").Needs);
        Assert.Equal(["decide", "measure", "publish"], pipeline.From("measure").Order());
        Assert.Equal((TimeSpan.FromDays(1), TimeSpan.FromHours(1)), (pipeline.Require("decide").Timeout, pipeline.Require("decide").Remind));
    }

    [Fact]
    public void Shipped_Steps_AreThoseOfAModelsLife()
    {
        var pipeline = PipelineFile.Shipped();

        Assert.Equal(["validate", "retrain", "evaluate", "register", "shadow", "approve", "promote"], pipeline.Steps.Select(step => step.Name));
        Assert.Equal(StepCommands.All, pipeline.Steps.Where(step => !step.IsApproval).Select(step => step.Run[0]));
        Assert.All(pipeline.Steps, step => Assert.NotEmpty(step.Meaning));
        Assert.Equal(["data"], pipeline.Parameters.Where(parameter => parameter.Default is null).Select(parameter => parameter.Name));
    }

    [Theory]
    [InlineData("after: [measure]", "after: [mesure]", "step 'decide' comes after 'mesure', which is no step; allowed are measure, make, publish")]
    [InlineData("run: [retrain, ", "run: [train, ", "step 'make' runs 'train'; allowed are validate, retrain, evaluate, register, shadow, promote")]
    [InlineData("outputs: [\"{data}/{run}/made\"]", "outputs: [\"{data}/{run}/mode\"]", "step 'measure' reads '{data}/{run}/made', which no step makes: name it in the outputs of one; made are {data}/{run}/mode")]
    [InlineData("inputs: [\"{data}/{run}/made\"]", "outputs: [\"{data}/{run}/made\"]", "'{data}/{run}/made' is an output of measure and make: one step makes it")]
    [InlineData("outputs: [\"{data}/{run}/made\"]", "outputs: [\"{data}/{run}/made\"]\n    after: [publish]", "steps wait for each other: measure after make after publish after decide after measure; take one of these out")]
    [InlineData("{data}\", --runs", "{date}\", --runs", "step 'measure': {date} is not known; allowed are {data}, {maybe}, {run}, {decide.by}, {decide.reason}")]
    [InlineData("timeout: 1d", "timeout: soon", "step 'decide': timeout is 'soon'; allowed is a whole number over 0 and s, m, h or d, like 30m, up to 365d")]
    [InlineData("timeout: 1d", "timeout: 30m", "approval.remind is 1h but timeout is 30m")]
    [InlineData("approval: { remind: 1h }", "meaning: nothing", "step 'decide' has neither run nor approval")]
    [InlineData("after: [decide]", "after: []", "step 'publish' tells who decided at 'decide', for which it does not wait")]
    [InlineData("name: make", "name: measure", "the step 'measure' is there twice")]
    [InlineData("run: [retrain, ", "cpu: 300\n    run: [retrain, ", "step 'make': cpu is 300; allowed are 256, 512, 1024, 2048, 4096")]
    [InlineData("run: [retrain, ", "memory: 512\n    run: [retrain, ", "step 'make': memory is 512; with a cpu of 1024 2048 to 8192")]
    [InlineData("run: [retrain, ", "retries: 9\n    run: [retrain, ", "step 'make': retries is 9; allowed is 0 to 5")]
    [InlineData("run: [retrain, ", "when: \"{maybe}\"\n    run: [retrain, ", "step 'measure' reads what 'make' makes, which is left out where {maybe} is empty")]
    [InlineData("run: [retrain, ", "when: maybe\n    run: [retrain, ", "step 'make': when is 'maybe'; allowed is one parameter in braces: {data}, {maybe}")]
    [InlineData("name: small", "name: Small Pipeline", "name is 'Small Pipeline'; allowed is a lower-case letter")]
    [InlineData("run: [retrain, ", "rum: [retrain, ", "cannot be read at line")]
    public void Parse_WhatIsNotAllowed_NamesTheValueWhatIsAllowedAndTheFix(string text, string other, string fault)
    {
        Assert.Contains(text, Good, StringComparison.Ordinal);
        var at = Good.IndexOf(text, StringComparison.Ordinal);
        var exception = Assert.Throws<PipelineException>(() => PipelineFile.Parse("small.yaml", Good[..at] + other + Good[(at + text.Length)..]));

        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
        Assert.StartsWith("'small.yaml' cannot be ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SeveralFaults_AreToldAtOnce()
    {
        var exception = Assert.Throws<PipelineException>(() => PipelineFile.Parse("small.yaml", Good.Replace("timeout: 1m", "timeout: 1y", StringComparison.Ordinal)));

        Assert.Equal(3, exception.Message.Split("timeout is '1y'").Length - 1);
    }

    [Fact]
    public void Graph_OfAPipeline_HasAnArrowForEachNeedAndTellsStatuses()
    {
        var pipeline = PipelineFile.Parse("small.yaml", Good);
        var statuses = new Dictionary<string, string> { ["make"] = "done" };

        Assert.Equal(
            """
            flowchart TD
              make["make<br/>done"]
              measure["measure"]
              decide{{"decide"}}
              publish["publish"]
              make --> measure
              measure --> decide
              decide --> publish
              style make fill:#d7f0d7

            """,
            PipelineGraph.ToMermaid(pipeline, statuses));
        Assert.Equal("make     done\nmeasure        after make\ndecide         after measure\npublish        after decide\n", PipelineGraph.ToText(pipeline, statuses));
    }
}
