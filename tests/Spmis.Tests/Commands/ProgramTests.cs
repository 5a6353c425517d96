using System.Diagnostics;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Spmis.Tests.Commands;

/// <summary>The real program in processes of its own: exactly one JSON object on standard output whatever happens, and exit code 0 only when all held.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("spmis-commands-").FullName;
    private string? allowed;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Commands_OnOneDataFolder_PrintOneObjectAndTheRightExitCode()
    {
        await File.WriteAllTextAsync(In("good.csv"), "reference,given_name,family_name,birth_date\nP1,Amina,Wanjiru,1990-01-01\n");
        await File.WriteAllTextAsync(In("bad.csv"), "reference,given_name,family_name,birth_date\nP2,Otieno,Okello,31/02/1990\nP3,Zawadi,Achieng,1991-01-01\n");
        await File.WriteAllTextAsync(In("none.csv"), "");

        await ShouldSayAsync(0, j => j.GetProperty("modules").GetArrayLength().ShouldBe(5), "migrate");
        await ShouldSayAsync(0, j => (j.GetProperty("accepted").GetInt32(), j.GetProperty("refusedLines").GetArrayLength()).ShouldBe((1, 0)), "persons", "import", In("good.csv"));
        await ShouldSayAsync(1, j => (j.GetProperty("refused").GetInt32(), j.GetProperty("refusedLines")[0].GetProperty("column").GetString()).ShouldBe((1, "birth_date")), "persons", "import", In("bad.csv"));
        await ShouldSayAsync(1, j => Code(j).ShouldBe("file.empty"), "persons", "import", In("none.csv"));
        await ShouldSayAsync(1, j => Code(j).ShouldBe("agency.unknown"), "payments", "import", In("good.csv"), "--agency", "NOBODY");
        await ShouldSayAsync(1, j => Code(j).ShouldBe("command.not-understood"), "payments", "import", In("good.csv"));
        await ShouldSayAsync(1, j => Code(j).ShouldBe("command.not-understood"), "persons", "import", In("not-there.csv"));
        string? number = null;
        await ShouldSayAsync(0, j => (number = j.GetProperty("paymentRun").GetString()).ShouldNotBeNull(), "payments", "run", "--cycle", "2026-07");
        await ShouldSayAsync(0, j => j.GetProperty("paymentRun").GetString().ShouldBe(number), "payments", "run", "--cycle", "2026-07"); // As after a crash between preparing and reporting.
        await ShouldSayAsync(0, j => j.GetProperty("waiting").GetProperty("registration").GetInt32().ShouldBe(0), "messages", "list");
        await ShouldSayAsync(1, j => Code(j).ShouldBe("user.unknown"), "users", "reset-password", "nobody");
        await ShouldSayAsync(1, j => Code(j).ShouldBe("demo.data-not-empty"), "demo", "--persons", "20");
        await ShouldSayAsync(0, j => j.GetProperty("files").GetInt32().ShouldBeGreaterThan(5), "backup", In("copy"));
        await ShouldSayAsync(1, j => Code(j).ShouldBe("backup.not-empty"), "backup", In("copy"));
        await ShouldSayAsync(1, j => Code(j).ShouldBe("restore.not-empty"), "restore", In("copy"));
        await ShouldSayAsync(0, j => j.GetProperty("modules").GetArrayLength().ShouldBe(6, "the history of each module, and the record of reads"), "audit", "verify");

        allowed = "payments.batches";
        await ShouldSayAsync(1, j => Code(j).ShouldBe("command.not-allowed"), "payments", "run", "--cycle", "2026-08");
        allowed = "payments.everything";
        await ShouldSayAsync(1, j => Code(j).ShouldBe("command.setting"), "messages", "list");
    }

    [Fact]
    public async Task Command_WithoutJson_SpeaksToPeople()
    {
        var (code, output, error) = await RunAsync("audit", "verify", "--data", In("data"));
        (code, output.Contains("registration, history: 0 rows", StringComparison.Ordinal)).ShouldBe((0, true), output + error);
        var (helped, help, _) = await RunAsync("persons", "import", "--help");
        (helped, help.Contains("--source", StringComparison.Ordinal), help.Contains("--json", StringComparison.Ordinal)).ShouldBe((0, true, true));
    }

    [Fact]
    public async Task AuditVerify_HistoryChangedInTheFileAfterACommand_NamesIt()
    {
        await File.WriteAllTextAsync(In("good.csv"), "reference,given_name,family_name,birth_date\nP1,Amina,Wanjiru,1990-01-01\n");
        await ShouldSayAsync(0, _ => { }, "persons", "import", In("good.csv"));
        string? head = null;
        await ShouldSayAsync(0, j => (head = Registration(j).GetProperty("head").GetString()).ShouldNotBeNull("a command seals what it wrote"), "audit", "verify");
        await ShouldSayAsync(0, j => Registration(j).GetProperty("sealed").GetInt64().ShouldBe(Registration(j).GetProperty("rows").GetInt64()), "audit", "verify", "--head", head!); // Not null: looked at.

        await SqlAsync("UPDATE history SET ActorName = 'Somebody Else' WHERE Seq = 1");
        await ShouldSayAsync(1, j => Registration(j).GetProperty("problems")[0].GetString().ShouldNotBeNull().ShouldStartWith("Row 1 ("), "audit", "verify");

        await SqlAsync("DELETE FROM history; DELETE FROM history_seals; DELETE FROM sqlite_sequence WHERE name LIKE 'history%'"); // Whoever leaves no trace in the file.
        await ShouldSayAsync(0, _ => { }, "audit", "verify");
        await ShouldSayAsync(1, j => j.GetProperty("unknownHeads")[0].GetString().ShouldBe(head), "audit", "verify", "--head", head!);

        static JsonElement Registration(JsonElement json) => json.GetProperty("modules").EnumerateArray().Single(m => m.GetProperty("module").GetString() == "registration");
    }

    private async Task SqlAsync(string sql)
    {
        await using var file = new SqliteConnection($"Data Source={Path.Combine(In("data"), "registration.db")};Pooling=False");
        await file.OpenAsync();
        await using var command = file.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static string? Code(JsonElement json) => json.GetProperty("error").GetProperty("code").GetString();

    private string In(string name) => Path.Combine(folder, name);

    private async Task ShouldSayAsync(int exitCode, Action<JsonElement> check, params string[] arguments)
    {
        var (code, output, error) = await RunAsync([.. arguments, "--json", "--data", In("data")]);
        var what = $"{string.Join(' ', arguments)}: {output}\n{error}";
        using var json = Should.NotThrow(() => JsonDocument.Parse(output), what); // One object and nothing else, or it does not parse.
        json.RootElement.ValueKind.ShouldBe(JsonValueKind.Object, what);
        code.ShouldBe(exitCode, what);
        json.RootElement.GetProperty("holds").GetBoolean().ShouldBe(exitCode == 0, what);
        check(json.RootElement);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Spmis.Host.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (allowed is not null)
        {
            start.Environment["Commands__Allowed__0"] = allowed;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
