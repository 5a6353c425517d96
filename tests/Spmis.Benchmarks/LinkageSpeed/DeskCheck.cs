using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Files;
using Spmis.Registration.Imports;
using Spmis.Registration.Persons;
using Spmis.Samples.Names;
using Spmis.Samples.People;
using Spmis.Samples.Persons;
using Spmis.TestKit;

namespace Spmis.Benchmarks.LinkageSpeed;

/// <summary>The check at the desk with fifty officers at once, on a register that was imported through the front door.</summary>
internal static class DeskCheck
{
    private const int Officers = 50;
    private const int ChecksEach = 20;

    public static async Task<bool> Run(int persons)
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var folder = Directory.CreateTempSubdirectory("spmis-desk").FullName;
        try
        {
            var population = new Population(5, persons, CulturePack.Of("mixed"));
            var file = Path.Combine(folder, "register.csv");
            RegisterFile.Write(file, Path.Combine(folder, "truth.csv"), population);
            await using (var stream = File.OpenRead(file))
            {
                await app.UseAsync<StartImport>(act => act.HandleAsync(ImportKind.Persons, stream, "register.csv", null, SpmisApp.Change("persons.import"), default));
            }

            await app.SettleAsync(TimeSpan.FromMinutes(10));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        await MeasureAsync(app, persons, 1, 20); // Compiled and cached, as in an office that has opened.
        var alone = await MeasureAsync(app, persons, 1, 100);
        var together = await MeasureAsync(app, persons, Officers, ChecksEach);
        var found = together.Count(t => t.Found);
        LinkageArea.Line($"desk check over {persons:N0} persons: p95 {P95(alone):F1} ms alone; {P95(together):F1} ms with {Officers} officers asking without pause ({together.Count} checks, {found} found themselves again)");
        return found >= together.Count * 0.95;
    }

    private static double P95(List<(double Milliseconds, bool Found)> times) => times.Select(t => t.Milliseconds).Order().ElementAt((int)(times.Count * 0.95));

    private static async Task<List<(double Milliseconds, bool Found)>> MeasureAsync(SpmisApp app, int persons, int officers, int each)
    {
        var asked = await Task.WhenAll(Enumerable.Range(0, officers).Select(officer => Task.Run(async () =>
        {
            var population = new Population(5, persons, CulturePack.Of("mixed"));
            List<(double, bool)> times = [];
            for (var n = 0; n < each; n++)
            {
                var person = population.PersonAt(1 + (((officer * each) + n) * 7919 % persons));
                var input = new NewPerson
                {
                    GivenName = person.Given.Latin, MiddleName = person.Middle.Latin, FamilyName = person.Family.Latin,
                    BornOn = person.BornOn, BirthPrecision = DatePrecision.Day, Village = person.Village, District = person.District, Phone = person.Phone,
                };
                await using var scope = app.Services.CreateAsyncScope();
                var start = Stopwatch.GetTimestamp();
                var likely = await scope.ServiceProvider.GetRequiredService<FindLikely>().HandleAsync(input, default);
                times.Add((Stopwatch.GetElapsedTime(start).TotalMilliseconds, likely.Count > 0));
            }

            return times;
        })));
        return [.. asked.SelectMany(t => t)];
    }
}
