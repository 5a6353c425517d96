using System.CommandLine;
using Spmis.Kernel.Acts;

namespace Spmis.Host.Commands;

/// <summary>The options every command takes.</summary>
internal static class CommandOptions
{
    private const string DataName = "--data";

    public static Option<DirectoryInfo> Data() => new(DataName)
    {
        Description = "The data folder: databases (embedded), files, keys.",
        DefaultValueFactory = _ => new DirectoryInfo("data"),
        Recursive = true,
    };

    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object on standard output and nothing else; progress and logs go to standard error." };

    /// <summary>The data folder of a parsed command line.</summary>
    public static DirectoryInfo DataOf(ParseResult parse) => parse.GetRequiredValue<DirectoryInfo>(DataName);

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
