using System.CommandLine;
using Spmis.Kernel.Acts;
using Spmis.Registration.Cards;
using Spmis.Samples.Names;
using Spmis.Samples.People;
using Spmis.Samples.Persons;

namespace Spmis.Host.Commands;

/// <summary><c>registry bench</c>, and <c>registry generate</c>: a register of invented people with twins, siblings, heaped birth dates, shared phones and second registrations, and the truth about it.</summary>
internal static class RegistryCommands
{
    public static Command Make() => new("registry", "Registration cards, and invented registers to measure with.") { Generate(), RegistryBenchCommand.Make(), VerifyCard(), CardKeysOf(), RotateCardKey() };

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

    /// <summary>Needs neither register nor connection: a public key is enough.</summary>
    private static Command VerifyCard()
    {
        var payload = new Argument<string>("payload") { Description = "The text of the card's QR code; it begins with SPC1." };
        var key = new Option<FileInfo[]>("--key") { Description = "A public key (PEM), as 'registry card-keys' prints it; may be given several times. Without it the keys of the data folder are used." };
        var command = new ActCommand(CommandPermissions.Keys, "verify-card", "Check the signature of a registration card without a connection. Says nothing of what became of the card since: a card that was replaced is known to the register only.") { payload, key };
        command.SetAction((parse, ct) =>
        {
            var files = parse.GetValue(key) ?? [];
            if (files.Length == 0)
            {
                return CommandRun.InHostAsync(parse, services => Task.FromResult(Said(services.GetRequiredService<CardKeys>().Check(parse.GetRequiredValue(payload)))), ct, background: false);
            }

            return LinkageCommands.RunAsync(parse, () => Task.FromResult(Said(CardPayload.Read(parse.GetRequiredValue(payload), id => files.Select(f => CardKeys.FromPem(File.ReadAllText(f.FullName))).FirstOrDefault(k => CardKeys.IdOf(k) == id)))));
        });
        return command;
    }

    private static CommandOutcome Said(CardCheck check) => check.Content is { } c
        ? new CommandOutcome(true, new { holds = true, check.KeyId, c.Serial, c.Number, c.Name, c.ValidUntil }, $"Genuine: card {c.Serial}, {c.Number}, {c.Name}, valid until {c.ValidUntil:yyyy-MM-dd}, key {check.KeyId}.")
        : new CommandOutcome(false, new { holds = false, check.KeyId, check.Problem }, check.Problem switch
        {
            "not-a-card" => "This is not the text of a registration card.",
            "unknown-key" => $"The key {check.KeyId} is not known here; give its public key with --key.",
            _ => "The signature does not hold: this is no genuine card, or it was changed.",
        });

    private static Command CardKeysOf()
    {
        var command = new ActCommand(CommandPermissions.Keys, "card-keys", "Print the public keys that cards are checked with, for verifiers without a connection.");
        command.SetAction((parse, ct) => CommandRun.InHostAsync(parse, services =>
        {
            var keys = services.GetRequiredService<CardKeys>().PublicKeys;
            return Task.FromResult(new CommandOutcome(true, new { holds = true, keys }, keys.Count == 0 ? "No card was issued yet." : string.Join(Environment.NewLine, keys.Select(k => $"{k.Key}{Environment.NewLine}{k.Value}"))));
        }, ct, background: false));
        return command;
    }

    private static Command RotateCardKey()
    {
        var command = new ActCommand(CommandPermissions.Keys, "rotate-card-key", "Sign cards with a new key from now on; cards signed before go on being verified.");
        command.SetAction((parse, ct) => CommandRun.InHostAsync(parse, services =>
        {
            var id = services.GetRequiredService<CardKeys>().Rotate();
            return Task.FromResult(new CommandOutcome(true, new { holds = true, key = id }, $"Cards are signed with key {id} from now on."));
        }, ct, background: false));
        return command;
    }

    private static Command Generate()
    {
        var (persons, culture, seed) = (Persons(100_000, 100, 50_000_000), Culture(), Seed());
        var output = new Option<FileInfo>("--out") { Description = "The file to write, in the columns that 'persons import' reads; NAME-truth.csv beside it says which records are one person.", Required = true };
        var command = new ActCommand(CommandPermissions.Tools, "generate", "Write a register of invented people and the truth about its duplicates.") { persons, culture, seed, output };
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
