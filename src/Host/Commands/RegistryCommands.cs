using System.CommandLine;
using Spmis.Kernel.Acts;
using Spmis.Samples.Names;
using Spmis.Samples.People;
using Spmis.Samples.Persons;

namespace Spmis.Host.Commands;

/// <summary><c>registry generate</c>: a register of invented people with twins, siblings, heaped birth dates, shared phones and second registrations, and the truth about it.</summary>
internal static class RegistryCommands
{
    public static Command Make() => new("registry", "Invented registers to measure with.") { Generate() };

    internal static Option<int> Persons(int usual, int least, int most)
    {
        var option = new Option<int>("--persons") { Description = $"Records, second registrations among them; {least} to {most}.", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var value && (value < least || value > most))
            {
                result.AddError($"--persons is {value}; give a number from {least} to {most}.");
            }
        });
        return option;
    }

    internal static Option<string> Culture()
    {
        var option = new Option<string>("--culture") { Description = "Whose names.", DefaultValueFactory = _ => "mixed" };
        option.AcceptOnlyFromAmong([.. CulturePack.Names]);
        return option;
    }

    internal static Option<long> Seed() => new("--seed") { Description = "The same seed gives the same people.", DefaultValueFactory = _ => 1 };

    private static Command Generate()
    {
        var (persons, culture, seed) = (Persons(100_000, 100, 50_000_000), Culture(), Seed());
        var output = new Option<FileInfo>("--out") { Description = "The file to write, in the columns that 'persons import' reads; NAME-truth.csv beside it says which records are one person.", Required = true };
        var command = new Command("generate", "Write a register of invented people and the truth about its duplicates.") { persons, culture, seed, output };
        command.SetAction((parse, ct) => LinkageCommands.RunAsync(parse, () =>
        {
            var file = parse.GetRequiredValue(output);
            var truth = Path.Combine(file.DirectoryName ?? ".", Path.GetFileNameWithoutExtension(file.Name) + "-truth.csv");
            if (Directory.Exists(file.FullName))
            {
                throw new Refused("registry.out", $"--out: {file.FullName} is a folder; give the name of a file.", "out");
            }

            var population = new Population(parse.GetValue(seed), parse.GetValue(persons), CulturePack.Of(parse.GetRequiredValue(culture)));
            var repeated = RegisterFile.Write(file.FullName, truth, population, ct);
            return Task.FromResult(new CommandOutcome(
                true,
                new { file = file.FullName, truth, records = population.Lines, secondRegistrations = repeated },
                $"{file.FullName}: {population.Lines} records, {repeated} of them second registrations; the truth is in {truth}."));
        }));
        return command;
    }
}
