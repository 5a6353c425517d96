using System.Text.Json;
using Shouldly;
using Spmis.Host.Commands;
using Spmis.Host.Commands.Records;
using Spmis.Kernel.Acts;
using Spmis.Linkage;
using Xunit;

namespace Spmis.Tests.Linkage;

/// <summary>The commands as typed; each test has a folder of its own.</summary>
public sealed class LinkageCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("spmis-linkage").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Evaluate_AGeneratedRegister_FindsItsDuplicatesAndSaysSoInJson()
    {
        var register = Path.Combine(folder, "r.csv");
        (await RunAsync("registry", "generate", "--persons", "1500", "--culture", "east-africa", "--seed", "5", "--out", register)).Code.ShouldBe(0);
        var again = Path.Combine(folder, "again.csv");
        (await RunAsync("registry", "generate", "--persons", "1500", "--culture", "east-africa", "--seed", "5", "--out", again)).Code.ShouldBe(0);
        File.ReadAllBytes(again).ShouldBe(File.ReadAllBytes(register));

        var (code, output, _) = await RunAsync("linkage", "evaluate", "--data", register, "--id", "reference", "--truth", Path.Combine(folder, "r-truth.csv"), "--json",
            "--columns", "given=given_name,father=middle_name,family=family_name,name=native_name,sex=sex,birth=birth_date,id=national_id,phone=phone,city=village,area=district,household=household");

        code.ShouldBe(0);
        var json = JsonDocument.Parse(output).RootElement;
        json.GetProperty("records").GetInt32().ShouldBe(1500);
        json.GetProperty("truePairs").GetInt32().ShouldBeGreaterThan(40);
        json.GetProperty("bestF1").GetDouble().ShouldBeGreaterThan(0.95);
        json.GetProperty("clusterF1").GetDouble().ShouldBeGreaterThan(0.9);
        json.GetProperty("blockingRecall").GetDouble().ShouldBe(1);
        json.GetProperty("pairs").GetInt64().ShouldBe(1500 * 1499 / 2);
        json.GetProperty("pairsPerCpuSecond").GetDouble().ShouldBeGreaterThan(0);
        json.GetProperty("seconds").GetDouble().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Link_TwoFilesOfOtherShape_LinksOneToOne()
    {
        var a = Write("a.csv", "id;first;last;born\n1;Amina;Barkhadle;1984-05-17\n2;Solomon;Worku;1979-11-30\n3;Grace;Phiri;1990-02-02\n");
        var b = Write("b.csv", "\uFEFF\"key\",\"full\",\"dob\"\n\"x\",\"Aminah Barkhadle\",\"17/05/1984\"\n\"y\",\"Barkhadle, Amina\",\"17/05/1984\"\n\"z\",\"Somebody Else\",\"01/12/1950\"\n");
        var (code, output, _) = await RunAsync("linkage", "link", a, b, "--one-to-one", "--id", "id", "--id-b", "key", "--columns", "given=first,family=last,birth=born", "--columns-b", "name=full,birth=dob", "--threshold", "0.5", "--json");
        code.ShouldBe(0);
        var json = JsonDocument.Parse(output).RootElement;
        json.GetProperty("links").GetInt32().ShouldBe(1);
        json.GetProperty("pairs")[0].GetProperty("a").GetString().ShouldBe("1");
    }

    [Fact]
    public async Task Train_ToAFile_GivesAModelThatEvaluateTakes()
    {
        var data = Write("d.csv", "id,given,family,same\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},Given{i / 2},Family{i / 2},{i / 2}\n")));
        var model = Path.Combine(folder, "model.json");
        (await RunAsync("linkage", "train", "--data", data, "--columns", "given=given,family=family", "--model-version", "mine-1", "--out", model)).Code.ShouldBe(0);
        LinkageModel.Load(await File.ReadAllTextAsync(model, TestContext.Current.CancellationToken)).Version.ShouldBe("mine-1");
        (await RunAsync("linkage", "evaluate", "--data", data, "--id", "id", "--truth", "same", "--columns", "given=given,family=family", "--model", model)).Code.ShouldBe(0);
    }

    public static TheoryData<string, string, string, string[]> Wrong => new()
    {
        { "id,given\n1,A\n2,B\n", "given=given", "id", ["--truth", "nobody"] },
        { "id,given,same\n1,A,1\n2,B,1\n", "given=first", "id", ["lacks first"] },
        { "id,given,same\n1,A,1\n2,B,1\n", "first=given", "id", ["no role 'first'", "Roles: given"] },
        { "id,given,same\n1,A,1\n2,B,1\n", "given", "id", ["'given' is no ROLE=COLUMN"] },
        { "id,given,same\n1,A,1\n1,B,1\n", "given=given", "id", ["line 3", "column 'id'", "'1' as on line 2"] },
        { "id,given,same\n1,A,1\n,B,1\n", "given=given", "id", ["line 3", "column 'id'", "empty"] },
        { "id,given,same\n1,A,1\n2,B\n", "given=given", "id", ["line 3", "2 values, the header 3"] },
        { "id,given,same\n1,\"A,1\n2,B,1\n", "given=given", "id", ["line 2", "not closed"] },
        { "id,given,same\n1,A,1\n", "given=given", "id", ["holds 1 records"] },
        { "", "given=given", "id", ["empty"] },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Evaluate_AWrongTable_SaysWhatAndWhere(string data, string columns, string id, string[] words)
    {
        var (code, _, error) = await RunAsync("linkage", "evaluate", "--data", Write("wrong.csv", data), "--id", id, "--truth", words.Contains("nobody") ? "nobody" : "same", "--columns", columns);
        code.ShouldBe(1);
        foreach (var word in words)
        {
            error.ShouldContain(word);
        }
    }

    [Fact]
    public async Task Registry_AnUnknownPack_IsRefusedWithThePacks()
    {
        var (code, _, error) = await RunAsync("registry", "generate", "--persons", "100", "--culture", "martian", "--out", Path.Combine(folder, "m.csv"));
        code.ShouldNotBe(0);
        error.ShouldContain("west-africa");
    }

    [Theory]
    [InlineData("1990-02-28", "1990-02-28", BirthPrecision.Day)]
    [InlineData("19900228", "1990-02-28", BirthPrecision.Day)]
    [InlineData("1990-02-28 00:00:00", "1990-02-28", BirthPrecision.Day)]
    [InlineData("28/02/1990", "1990-02-28", BirthPrecision.Day)]
    [InlineData("28.2.90", "1990-02-28", BirthPrecision.Day)]
    [InlineData("28 February 1990", "1990-02-28", BirthPrecision.Day)]
    [InlineData("28-Feb-90", "1990-02-28", BirthPrecision.Day)]
    [InlineData("Feb 28, 1990", "1990-02-28", BirthPrecision.Day)]
    [InlineData("1990-2", "1990-02-01", BirthPrecision.Month)]
    [InlineData("1990", "1990-01-01", BirthPrecision.Year)]
    public void WrittenDate_KnownWritings_AreRead(string text, string date, BirthPrecision precision)
    {
        var person = WrittenDate.Of([text]).Fill(new LinkagePerson { Id = Guid.Empty }, text);
        person.BornOn.ShouldBe(DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture));
        person.BornPrecision.ShouldBe(precision);
    }

    [Fact]
    public void WrittenDate_OrderOfDayAndMonth_IsTheColumns()
    {
        WrittenDate.Of(["12/31/1980", "03/04/1990"]).Fill(new LinkagePerson { Id = Guid.Empty }, "03/04/1990").BornOn.ShouldBe(new DateOnly(1990, 3, 4));
        WrittenDate.Of(["31/12/1980", "03/04/1990"]).Fill(new LinkagePerson { Id = Guid.Empty }, "03/04/1990").BornOn.ShouldBe(new DateOnly(1990, 4, 3));
        WrittenDate.Of(["34", "61"]).Fill(new LinkagePerson { Id = Guid.Empty }, "34").BornPrecision.ShouldBe(BirthPrecision.Year);
        WrittenDate.Of(["19811339"]).Fill(new LinkagePerson { Id = Guid.Empty }, "19811339").BornAsWritten.ShouldBe("19811339");
        Should.Throw<Refused>(() => ColumnMap.Parse(" , "));
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static readonly SemaphoreSlim OneAtATime = new(1); // The console is one for all.

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] words)
    {
        await OneAtATime.WaitAsync(TestContext.Current.CancellationToken);
        var (output, error) = (Console.Out, Console.Error);
        try
        {
            await using var toOutput = new StringWriter();
            await using var toError = new StringWriter();
            Console.SetOut(toOutput);
            Console.SetError(toError);
            var code = await Cli.RunAsync(words);
            return (code, toOutput.ToString(), toError.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
            OneAtATime.Release();
        }
    }
}
