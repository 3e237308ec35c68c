import type { ConfigProviderProps } from 'antd'

/** Dense as the software of this field is: 13 px, small controls, corners of 2 px; the grid uses the same values. */
export const theme: NonNullable<ConfigProviderProps['theme']> = {
  token: {
    fontSize: 13,
    colorPrimary: '#1677ff',
    // links and small texts in it need 4.5:1 on white
    colorLink: '#0958d9',
    colorError: '#cf1322',
    colorTextDescription: 'rgba(0,0,0,0.65)',
    colorTextPlaceholder: 'rgba(0,0,0,0.6)',
    borderRadius: 2,
    borderRadiusLG: 3,
    // nothing slides or fades: a dialog whose motion ends takes the focus, and with it the keys, from the one opened over
    // it, and a menu on its way out the Escape of the dialog it opened
    motion: false,
    fontFamily:
      "'PingFang SC','Microsoft YaHei UI','Microsoft YaHei','Noto Sans SC','Noto Sans CJK SC','Source Han Sans SC',sans-serif",
  },
  components: {
    // white on the accent itself is 4.1:1
    Button: { colorPrimary: '#0958d9', colorPrimaryHover: '#1677ff', colorPrimaryActive: '#003eb3' },
    Modal: { titleFontSize: 14 },
    Form: { itemMarginBottom: 12, verticalLabelPadding: '0 0 4px' },
  },
}
