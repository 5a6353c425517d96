using Shouldly;
using Spmis.Linkage;
using Xunit;

namespace Spmis.Tests.Linkage;

public sealed class LinkageModelTests
{
    [Fact]
    public void Load_WhatWasSaved_IsTheSameModel()
    {
        var trained = Trainer.Train(LinkageRegister.Of(new SyntheticRegister(500, 2).Persons), "2025-03");
        LinkageModel.Load(trained.Save()).Save().ShouldBe(trained.Save());
        trained.Version.ShouldBe("2025-03");
    }

    [Theory]
    [InlineData("", "not readable")]
    [InlineData("{}", "version")]
    [InlineData("null", "empty")]
    public void Load_WhatIsNoModel_SaysSo(string json, string expected) =>
        Should.Throw<FormatException>(() => LinkageModel.Load(json)).Message.ShouldContain(expected);

    [Theory]
    [InlineData("\"default-1\"", "\"\"", "version is empty")]
    [InlineData("\"normaliser\": 1", "\"normaliser\": 99", "normaliser is 99")]
    [InlineData("\"persons\": 100000", "\"persons\": 0", "persons must be more than 0")]
    [InlineData("\"show\": 0.5", "\"show\": 0.95", "thresholds must rise")]
    [InlineData("\"sharedByRelatives\": 0.01", "\"sharedByRelatives\": 7", "comparisons[0].sharedByRelatives")]
    [InlineData("\"m\": 0.78", "\"m\": 0", "comparisons[0].levels.exact")]
    [InlineData("\"name\": \"given\"", "\"name\": \"surname\"", "comparisons[0].name is 'surname', not 'given'")]
    public void Load_AWrongFigure_IsNamedWithItsPlace(string right, string wrong, string expected)
    {
        var json = LinkageModel.Default.Save();
        json.ShouldContain(right);
        var at = json.IndexOf(right, StringComparison.Ordinal);
        var broken = json[..at] + wrong + json[(at + right.Length)..];
        Should.Throw<FormatException>(() => LinkageModel.Load(broken)).Message.ShouldContain(expected);
    }
}
