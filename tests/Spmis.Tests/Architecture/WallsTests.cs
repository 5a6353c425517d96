using System.Reflection;
using Spmis.Host;
using Spmis.Kernel.Data;

namespace Spmis.Tests.Architecture;

/// <summary>The walls of ARCHITECTURE: what may know what. A reference that the compiler did not need is not in the assembly, so these see uses, not intentions.</summary>
public sealed class WallsTests
{
    private static readonly string[] Engines = ["MassTransit", "Hangfire", "Microsoft.EntityFrameworkCore.Sqlite", "Microsoft.EntityFrameworkCore.SqlServer", "Npgsql", "Microsoft.Data.Sql", "linq2db"];

    public static TheoryData<string> ModuleAssemblies => [.. Names];

    private static IEnumerable<string> Names => Modules.All.Select(m => m.GetType().Assembly.GetName().Name!);

    [Theory]
    [MemberData(nameof(ModuleAssemblies))]
    public void Module_ReferencesNoOtherModule(string module) =>
        References(module).Where(r => r != module && Names.Contains(r)).ShouldBeEmpty($"{module} talks to other modules by messages only");

    [Theory]
    [MemberData(nameof(ModuleAssemblies))]
    public void Module_NamesNoBusJobOrDatabaseEngine(string module) =>
        References(module).Where(r => Engines.Any(e => r.StartsWith(e, StringComparison.Ordinal))).ShouldBeEmpty("only Kernel names MassTransit, Hangfire and the database providers");

    [Theory]
    [InlineData("Spmis.Contracts")]
    [InlineData("Spmis.Values")]
    public void Ground_ReferencesNothingButTheRuntime(string assembly) =>
        References(assembly).Where(r => !r.StartsWith("System", StringComparison.Ordinal)).ShouldBeEmpty();

    [Theory]
    [InlineData("Spmis.Rules", "Spmis.Values")]
    [InlineData("Spmis.Iso20022", "Spmis.Values")]
    [InlineData("Spmis.Linkage")]
    public void Library_KnowsNoModuleKernelOrWeb(string library, params string[] allowed) =>
        References(library).Where(r => r.StartsWith("Spmis", StringComparison.Ordinal)).Except(allowed).ShouldBeEmpty();

    [Fact]
    public void Kernel_KnowsNoModule() =>
        References(typeof(ModuleDb).Assembly.GetName().Name!).Where(r => r.StartsWith("Spmis", StringComparison.Ordinal)).Except(["Spmis.Values", "Spmis.Contracts"]).ShouldBeEmpty();

    private static IEnumerable<string> References(string assembly) => Assembly.Load(assembly).GetReferencedAssemblies().Select(a => a.Name!);
}
