using Spmis.Host;

await using var app = SpmisHost.Build(new Dictionary<string, string?>());
await SpmisHost.MigrateAsync(app.Services, default);
await app.RunAsync();
