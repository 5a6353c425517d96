using System.Net;
using Spmis.TestKit;

namespace Spmis.Tests.Servers.Processes;

/// <summary>What <c>infra/docker/compose.yml</c> demands of its containers, without a container: nobody's user without rights, and nothing to write to but the data folder and a temporary one.</summary>
public sealed class ReadOnlyRootTests
{
    // $1 is the data folder, the rest the program. /mnt and /media are empty folders of every Debian.
    private const string Confined = """
        set -e
        chown 65534 "$1"; mount --bind "$1" /mnt; mount -t tmpfs tmpfs /media; mount -o remount,ro,bind /; shift
        if touch /var/tmp/written 2>/dev/null; then echo 'the root is not read-only'; exit 9; fi
        TMPDIR=/media HOME=/nonexistent exec setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs --bounding-set=-all "$@"
        """;

    private const string Possible = """
        mount -t tmpfs tmpfs /media && setpriv --reuid=65534 --regid=65534 --clear-groups bash -c 'test -r "$0" && dotnet --list-runtimes' "$1"
        """;

    [Fact(Timeout = 300_000)]
    public async Task Host_AsNobodyOnAReadOnlyRoot_MigratesAndServes()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Spmis.Host.dll");
        await using (var trial = HostProcess.Start("unshare", ["--mount", "bash", "-c", Possible, "bash", program]))
        {
            Assert.SkipUnless(await trial.EndAsync(TimeSpan.FromSeconds(30)) == 0, $"the test needs root, and a build and an SDK that everybody may read: {trial.Output}");
        }

        var folder = Directory.CreateTempSubdirectory("spmis-read-only-").FullName;
        try
        {
            var address = HostProcess.FreeAddress();
            await using (var host = HostProcess.Start("unshare",
                ["--mount", "bash", "-c", Confined, "bash", folder, "dotnet", program, "serve", "--data", "/mnt", "--urls", address.ToString()]))
            {
                await Deployment.ReadyAsync(host, address);
                using var http = new HttpClient();
                (await http.GetAsync(new Uri(address, "/sign-in"), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK, host.Output);
            }

            Directory.GetFiles(folder, "*.db").ShouldNotBeEmpty();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Compose_ForEveryProcess_DemandsTheSame()
    {
        var compose = File.ReadAllText(Path.Combine(Repository.Root, "infra", "docker", "compose.yml"));

        compose[..compose.IndexOf("\nservices:", StringComparison.Ordinal)].ShouldSatisfyAllConditions(
            all => all.ShouldContain("\n  read_only: true\n"), all => all.ShouldContain("\n  cap_drop: [ALL]\n"), all => all.ShouldContain("no-new-privileges:true"));
        File.ReadAllText(Path.Combine(Repository.Root, "infra", "docker", "Dockerfile")).ShouldContain("\nUSER $APP_UID\n");
    }
}
