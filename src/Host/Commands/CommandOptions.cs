using System.CommandLine;
using System.CommandLine.Parsing;
using Spmis.Kernel.Acts;

namespace Spmis.Host.Commands;

/// <summary>The options every command takes; they stand on the root and hold for all below it.</summary>
internal static class CommandOptions
{
    public const string JsonName = "--json";
    private const string DataName = "--data";

    public static Option<DirectoryInfo> Data() => new(DataName)
    {
        Description = "The data folder: databases (embedded), files, keys.",
        DefaultValueFactory = _ => new DirectoryInfo(Environment.GetEnvironmentVariable("Data") is { Length: > 0 } folder ? folder : "data"),
        Recursive = true,
    };

    public static Option<bool> Json() => new(JsonName)
    {
        Description = "Print one JSON object on standard output and nothing else; progress and logs go to standard error.",
        Recursive = true,
    };

    /// <summary>The data folder of a parsed command line.</summary>
    public static DirectoryInfo DataOf(ParseResult parse) => parse.GetRequiredValue<DirectoryInfo>(DataName);

    /// <summary>The settings a command line gives: the data folder, where it names one; else that of the configuration holds.</summary>
    public static Dictionary<string, string?> SettingsOf(ParseResult parse) =>
        parse.GetResult(DataName) is OptionResult { Implicit: false } ? new() { ["Data"] = DataOf(parse).FullName } : [];

    /// <summary>Whether a parsed command line asks for JSON.</summary>
    public static bool JsonOf(ParseResult parse) => parse.GetValue<bool>(JsonName);

    /// <summary>Refuses a data folder in which nothing is: a command that only looks must not make an empty database and praise it.</summary>
    public static Action MustExist(ParseResult parse) => () =>
    {
        var folder = DataOf(parse);
        if (!folder.Exists || !folder.EnumerateFileSystemInfos().Any())
        {
            throw new Refused("data.none", $"There is no data in {folder.FullName}; name the data folder with --data.", DataName);
        }
    };
}
