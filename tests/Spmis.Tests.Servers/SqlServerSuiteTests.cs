using System.Diagnostics;
using DotNet.Testcontainers.Builders;
using Spmis.TestKit;
using Testcontainers.MsSql;

namespace Spmis.Tests.Servers;

/// <summary>The same tests as everywhere, on a real SQL Server in a container, wherever Docker answers.</summary>
public sealed class SqlServerSuiteTests
{
    [Fact]
    public async Task WholeSuite_OnSqlServer_Passes()
    {
        await using var server = await StartAsync();
        var tests = Path.Combine(Repository.Root, "tests", "Spmis.Tests");
        var start = new ProcessStartInfo("dotnet", ["test", tests, "--no-build"]) { RedirectStandardOutput = true };
        start.Environment["SPMIS_TEST_DATABASE"] = $"SqlServer|{server.GetConnectionString()}";
        using var run = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");

        var output = await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);

        run.ExitCode.ShouldBe(0, output);
    }

    private static async Task<MsSqlContainer> StartAsync()
    {
        try
        {
            var server = new MsSqlBuilder("mcr.microsoft.com/mssql/server:2022-latest").Build();
            await server.StartAsync(TestContext.Current.CancellationToken);
            return server;
        }
        catch (Exception e) when (e is DockerUnavailableException or ArgumentException)
        {
            Assert.Skip("no Docker");
            throw;
        }
    }
}
