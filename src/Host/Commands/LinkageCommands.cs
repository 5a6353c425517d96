using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Spmis.Host.Commands.Records;
using Spmis.Kernel.Acts;
using Spmis.Linkage;

namespace Spmis.Host.Commands;

/// <summary><c>linkage evaluate</c>, <c>train</c>, <c>link</c>, <c>bench</c>: duplicate detection on any table of persons, without database and without labels.</summary>
internal static class LinkageCommands
{
    private const string MapWords = "Which columns hold what, such as given=first_name,family=surname,birth=dob. Roles: given, family, father, name (the whole name), mother, birth, sex, id, phone, email, address, city, postcode, area, household. Columns joined by + are one text (address=number+street, birth=year+month+day).";

    public static Command Make() => new("linkage", "Duplicate detection on tables of persons: measure, train, link.") { Evaluate(), Train(), LinkCommand.Make(), BenchCommand.Make() };

    internal static Option<string> Columns() => new("--columns") { Description = MapWords, Required = true };

    internal static Option<FileInfo> File(string name, string words) => new Option<FileInfo>(name) { Description = words, Required = true }.AcceptExistingOnly();

    /// <summary>Does the work and prints its outcome; what is wrong with the input becomes words and exit code 1.</summary>
    internal static Task<int> RunAsync(ParseResult parse, Func<Task<CommandOutcome>> work) => CommandRun.PrintedAsync(parse, async () =>
    {
        try
        {
            return await work();
        }
        catch (FormatException wrong)
        {
            throw new Refused("linkage.input", wrong.Message);
        }
    });

    /// <summary>Reads a model file, or takes none.</summary>
    internal static async Task<LinkageModel?> ModelAsync(FileInfo? file, CancellationToken ct)
    {
        try
        {
            return file is null ? null : LinkageModel.Load(await System.IO.File.ReadAllTextAsync(file.FullName, ct));
        }
        catch (FormatException wrong)
        {
            throw new Refused("model.wrong", $"{file!.FullName}: {wrong.Message}", "model"); // Only a file can be wrong.
        }
    }

    internal static async Task WarnAsync(RecordTable table)
    {
        foreach (var warning in table.Warnings)
        {
            await Console.Error.WriteLineAsync(warning);
        }
    }

    private static Command Evaluate()
    {
        var data = File("--data", "The table: any delimited text with a header.");
        var id = new Option<string?>("--id") { Description = "Column of the record's id; without it records are numbered from 1." };
        var truth = new Option<string>("--truth") { Description = "What is true: a column of the table (equal values are one person), or a file with the columns id and cluster. Read after everything else is done.", Required = true };
        var columns = Columns();
        var model = new Option<FileInfo>("--model") { Description = "Score by this model instead of training one on the table." }.AcceptExistingOnly();
        var command = new ActCommand(CommandPermissions.Tools, "evaluate", "Train on a table without labels, find its duplicates, and measure them against the truth.") { data, id, truth, columns, model };
        command.SetAction((parse, ct) => RunAsync(parse, async () =>
        {
            var file = parse.GetRequiredValue(data);
            var map = ColumnMap.Parse(parse.GetRequiredValue(columns));
            var wanted = await Truth.OfAsync(parse.GetRequiredValue(truth), file, ct);
            var table = await RecordFile.ReadAsync(file, map, parse.GetValue(id), wanted.Column, ct);
            var linked = Linked.Of(table.Persons, await ModelAsync(parse.GetValue(model), ct), LeastKept(table.Persons.Count), ct);
            var measured = Measured.Of(linked, await wanted.ReadAsync(table, ct));
            await WarnAsync(table);
            return measured.Outcome();
        }));
        return command;
    }

    private static Command Train()
    {
        var data = File("--data", "The table: any delimited text with a header.");
        var columns = Columns();
        var version = new Option<string>("--model-version") { Description = "Name of the model, stored with every decision it is used for.", DefaultValueFactory = _ => "trained-" + TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };
        var output = new Option<FileInfo?>("--out") { Description = "Where to write the model; without it, to standard output." };
        var command = new ActCommand(CommandPermissions.Tools, "train", "Learn a model from a table without labels, and write it as JSON.") { data, columns, version, output };
        command.SetAction((parse, ct) => RunAsync(parse, async () =>
        {
            var table = await RecordFile.ReadAsync(parse.GetRequiredValue(data), ColumnMap.Parse(parse.GetRequiredValue(columns)), null, null, ct);
            await WarnAsync(table);
            var model = Trainer.Train(LinkageRegister.Of(table.Persons), parse.GetRequiredValue(version)).Save();
            if (parse.GetValue(output) is not { } file)
            {
                return new CommandOutcome(true, JsonNode.Parse(model) ?? throw new InvalidOperationException("The model is empty."), () => Console.Out.WriteLine(model));
            }

            file.Directory?.Create();
            await System.IO.File.WriteAllTextAsync(file.FullName, model, ct);
            return new CommandOutcome(true, new { records = table.Persons.Count, file = file.FullName }, $"The model learned from {table.Persons.Count} records is in {file.FullName}.");
        }));
        return command;
    }

    /// <summary>In a small table even the unlikely pairs are kept, so that the best threshold is surely among them.</summary>
    private static double LeastKept(int persons) => persons <= 100_000 ? 1e-6 : Linked.LeastKept;
}
