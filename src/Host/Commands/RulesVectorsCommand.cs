using System.CommandLine;
using Spmis.Eligibility.Schemes;
using Spmis.Rules;

namespace Spmis.Host.Commands;

/// <summary><c>rules vectors PATH</c>: published worked examples against the packages, in both evaluators.</summary>
internal static class RulesVectorsCommand
{
    public static Command Make()
    {
        var path = new Argument<string>("dir") { Description = "A folder of files of worked examples (*.json), or one such file." };
        var packages = new Option<DirectoryInfo[]>("--packages") { Description = "Folders that hold packages; searched before the shipped ones.", AllowMultipleArgumentsPerToken = true };
        packages.AcceptExistingOnly();
        var command = new ActCommand(CommandPermissions.Tools, "vectors", "Run published worked examples through the packages and compare.") { path, packages };
        command.SetAction((parse, _) => RulesCommand.RunAsync(parse, () =>
        {
            var folders = (parse.GetValue(packages) ?? []).Select(p => p.FullName).Concat(Standard()).ToList();
            var report = Vectors.Run(parse.GetRequiredValue(path), folders);
            return new CommandOutcome(report.Holds, Json(report), () => Print(report));
        }));
        return command;
    }

    /// <summary>The shipped packages; in a checkout also those that only prove the engine.</summary>
    private static IEnumerable<string> Standard()
    {
        yield return ShippedPackages.Folder;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
            {
                yield return Path.Combine(folder.FullName, "tests", "Spmis.Tests", "Rules", "Packages");
            }
        }
    }

    private static object Json(VectorReport report) => new
    {
        total = report.Total,
        passed = report.Passed,
        failed = report.Failed,
        notSupported = report.NotSupported,
        broken = report.Broken,
        schemes = report.Schemes.Select(s => new
        {
            id = s.Id,
            package = s.Package,
            total = s.Vectors.Count,
            passed = s.Count(VectorOutcome.Passed),
            failed = s.Count(VectorOutcome.Failed),
            notSupported = s.Count(VectorOutcome.NotSupported),
            cases = s.Vectors.Where(v => v.Outcome is not VectorOutcome.Passed).Select(v => new
            {
                id = v.Id,
                outcome = v.Outcome,
                reason = v.Reason,
                ignored = v.Ignored,
                answers = v.Answers.Select(a => new { name = a.Name, rule = a.Rule, expected = a.Expected, got = a.Got, fits = a.Fits }),
            }),
        }),
    };

    private static void Print(VectorReport report)
    {
        foreach (var scheme in report.Schemes)
        {
            Console.Out.WriteLine($"{scheme.Id,-32} {scheme.Count(VectorOutcome.Passed),4} passed {scheme.Count(VectorOutcome.Failed),4} failed {scheme.Count(VectorOutcome.NotSupported),4} not supported   {scheme.Package ?? "no package"}");
            foreach (var vector in scheme.Vectors.Where(v => scheme.Package is not null && v.Outcome is not VectorOutcome.Passed))
            {
                Console.Out.WriteLine($"  {vector.Id}: {(vector.Outcome is VectorOutcome.Failed ? "failed" : "not supported")}{(vector.Reason is null ? "" : $" - {vector.Reason}")}");
                foreach (var answer in vector.Answers.Where(a => !a.Fits))
                {
                    Console.Out.WriteLine($"    {answer}");
                }
            }
        }

        foreach (var broken in report.Broken)
        {
            Console.Out.WriteLine(broken);
        }

        Console.Out.WriteLine($"{report.Total} worked examples: {report.Passed} passed, {report.Failed} failed, {report.NotSupported} not supported.");
    }
}
