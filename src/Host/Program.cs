using Spmis.Host.Commands;

return await Cli.RunAsync(args);
