using Spmis.Host.Commands;

return await Cli.Root().Parse(args).InvokeAsync();
